"""Until the Panel decides otherwise, notices go out 12 and 6 months before a CPA date (policy)."""

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor


def fill(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    periods = apps.get_model("cpl", "CpaNoticePeriod").objects
    for months in (12, 6):
        periods.get_or_create(months=months)


class Migration(migrations.Migration):
    dependencies = [("cpl", "0013_periods_of_cpa_notices")]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
