"""What applies until the Panel decides otherwise: the clocks, and the fields of the extract."""

from datetime import date

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

#: Before anything that a registry takes over.
FROM = date(2000, 1, 1)
CLOCKS = (("given", 1), ("loaded", 5))
#: Members of the CPL document, and whether DCC is given them.
MEMBERS = (
    ("cpl_number", True),
    ("device_type", True),
    ("generation", True),
    ("manufacturer", True),
    ("model", True),
    ("hardware_version", True),
    ("firmware_version", True),
    ("firmware_coding", True),
    ("esme_variant", True),
    ("specifications", True),
    ("certificates", True),
    ("cpa", True),
    ("image", True),
    ("status", True),
    ("status_date", True),
    ("removal", True),
    # How the registry came to what it says is no business of DCC's systems.
    ("added_in", False),
    ("amended_in", False),
    ("correction", False),
)


def fill(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    days = apps.get_model("deliveries", "ClockDays").objects
    for clock, working_days in CLOCKS:
        days.get_or_create(
            clock=clock, decided_from=FROM, defaults={"working_days": working_days}
        )
    members = apps.get_model("deliveries", "ExtractMember").objects
    for position, (member, included) in enumerate(MEMBERS, start=1):
        members.get_or_create(
            member=member, defaults={"position": position, "included": included}
        )


class Migration(migrations.Migration):
    dependencies = [("deliveries", "0002_clocks_and_extract")]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
