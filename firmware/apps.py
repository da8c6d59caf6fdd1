"""The Firmware Information Repository (SEC F2.14 to F2.17B)."""

from django.apps import AppConfig


class FirmwareConfig(AppConfig):
    """Firmware records and upgrade pathways."""

    name = "firmware"
    label = "firmware"
    verbose_name = "Firmware Information Repository"
