"""Telling people what was published: subscriptions, the outbox, e-mail and webhooks."""

from django.apps import AppConfig


class NoticesConfig(AppConfig):
    """Subscriptions and the notices that they get."""

    name = "sec_registry.notices"
    label = "notices"
    verbose_name = "Notices"
