"""The ground floor: who recorded what and why, and the constraints that keep it."""

from django.apps import AppConfig


class AuditConfig(AppConfig):
    """History and the database's own guards."""

    name = "sec_registry.audit"
    label = "audit"
    verbose_name = "Audit"
