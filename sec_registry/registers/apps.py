"""The shape that the three registers share."""

from django.apps import AppConfig


class RegistersConfig(AppConfig):
    """Declaration, ledger, published records, read door and disclosures."""

    name = "sec_registry.registers"
    label = "registers"
    verbose_name = "Registers"
