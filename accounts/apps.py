"""Who: people, organisations, roles held and API tokens."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """People and the roles that they hold."""

    name = "accounts"
    label = "accounts"
    verbose_name = "Accounts"
