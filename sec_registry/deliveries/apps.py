"""What DCC is given of each publication, by when, and what became of it."""

from django.apps import AppConfig


class DeliveriesConfig(AppConfig):
    """Extracts for DCC, results for each record, and the Working Day clock."""

    name = "sec_registry.deliveries"
    label = "deliveries"
    verbose_name = "Deliveries to DCC"
