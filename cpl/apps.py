"""The Central Products List (SEC Appendix Z)."""

from django.apps import AppConfig


class CplConfig(AppConfig):
    """Device Models, Assurance Certificates and Manufacturer Images."""

    name = "cpl"
    label = "cpl"
    verbose_name = "Central Products List"
