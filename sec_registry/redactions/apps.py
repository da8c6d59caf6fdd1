"""Taking out of documents and histories what should never have been published."""

from django.apps import AppConfig


class RedactionsConfig(AppConfig):
    """Proposed by one person, carried out or declined by another."""

    name = "sec_registry.redactions"
    label = "redactions"
    verbose_name = "Redactions"
