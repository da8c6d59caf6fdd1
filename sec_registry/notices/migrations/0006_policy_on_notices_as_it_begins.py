"""The policy on notices as it begins: as its limits stood in code before."""

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

LIMITS = {"subscriptions": 20, "codes_a_day": 40, "confirmed_days": 7, "kept_days": 180}


def begin(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    policies = apps.get_model("notices", "NoticePolicy").objects.using(schema_editor.connection.alias)
    policies.get_or_create(name="notices", defaults=LIMITS)


class Migration(migrations.Migration):
    dependencies = [("notices", "0005_policy_on_notices")]

    operations = [migrations.RunPython(begin, migrations.RunPython.noop)]
