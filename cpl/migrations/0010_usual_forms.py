"""The types that F2.14 names, and how model identifiers and hardware versions usually look."""

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

NAMED = ("ESME", "GSME", "PPMID", "HCALCS", "SAPC", "CH")
COLUMNS = ("Model identifier", "Hardware version")


def fill(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    types = apps.get_model("cpl", "DeviceType").objects
    types.filter(code__in=NAMED).update(named_in_f2_14=True)
    forms = apps.get_model("cpl", "UsualForm").objects
    for column in COLUMNS:
        usual = {"characters": "HEX", "capitals": True, "shortest": 4, "longest": 4}
        forms.get_or_create(column=column, defaults=usual)


class Migration(migrations.Migration):
    dependencies = [("cpl", "0009_needs_by_generation_and_usual_forms")]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
