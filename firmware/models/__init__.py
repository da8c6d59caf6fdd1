"""Tables of the Firmware Information Repository (F2.14–F2.17B)."""

from firmware.models.fleet import FleetInventory, FleetPiece, FleetPolicy, FleetState
from firmware.models.pathways import UpgradePathway
from firmware.models.published import PublishedFirmwareRecord
from firmware.models.records import ContactPoint, FirmwareRecord

__all__ = [
    "ContactPoint",
    "FirmwareRecord",
    "FleetInventory",
    "FleetPiece",
    "FleetPolicy",
    "FleetState",
    "PublishedFirmwareRecord",
    "UpgradePathway",
]
