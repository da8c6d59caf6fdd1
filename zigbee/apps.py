"""The Device Zigbee Information Repository (SEC F2.33 to F2.38)."""

from django.apps import AppConfig


class ZigbeeConfig(AppConfig):
    """Zigbee records, grants and reviews."""

    name = "zigbee"
    label = "zigbee"
    verbose_name = "Device Zigbee Information"
