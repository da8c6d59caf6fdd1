"""Physical Device Types of F2.14, and which certificates the Panel asks of each (policy)."""

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

TYPES = (
    ("ESME", "Electricity Smart Metering Equipment", "SMETS", ("ZIGBEE", "DLMS", "CPA")),
    ("GSME", "Gas Smart Metering Equipment", "SMETS", ("ZIGBEE", "CPA")),
    ("PPMID", "Pre-Payment Meter Interface Device", "SMETS", ("ZIGBEE",)),
    ("HCALCS", "HAN Connected Auxiliary Load Control Switch", "SMETS", ("ZIGBEE", "DLMS", "CPA")),
    ("SAPC", "Standalone Auxiliary Proportional Controller", "SMETS", ("ZIGBEE", "DLMS", "CPA")),
    ("CH", "Communications Hub", "CHTS", ("ZIGBEE", "CPA")),
)


def add_types(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    device_types = apps.get_model("cpl", "DeviceType").objects
    schemes = apps.get_model("cpl", "RequiredScheme").objects
    for position, (code, name, specification, required) in enumerate(TYPES, start=1):
        device_types.get_or_create(
            code=code,
            defaults={"name": name, "specification": specification, "position": position},
        )
        for scheme in required:
            schemes.get_or_create(device_type_id=code, scheme=scheme)


class Migration(migrations.Migration):
    dependencies = [("cpl", "0001_initial")]

    operations = [migrations.RunPython(add_types, migrations.RunPython.noop)]
