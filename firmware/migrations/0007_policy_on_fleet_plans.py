"""The policy on fleet plans as it begins: 8 MB are read at once, inventories are kept for a week."""

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor


def begin(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    policies = apps.get_model("firmware", "FleetPolicy").objects.using(schema_editor.connection.alias)
    policies.get_or_create(name="fleet", defaults={"at_once": 8, "kept_days": 7})


class Migration(migrations.Migration):
    dependencies = [("firmware", "0006_fleet_inventories")]

    operations = [migrations.RunPython(begin, migrations.RunPython.noop)]
