"""Bank holidays of England and Wales from 2024 to 2030, and the days of the week that are worked."""

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from sec_registry.registers.bank_holidays import bank_holidays

YEARS = range(2024, 2031)
FRIDAY = 5


def fill(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    days = apps.get_model("registers", "BankHoliday").objects
    for year in YEARS:
        for day, name in bank_holidays(year).items():
            days.get_or_create(day=day, defaults={"name": name})
    week = apps.get_model("registers", "Weekday").objects
    for day in range(1, 8):
        week.get_or_create(day=day, defaults={"worked": day <= FRIDAY})


class Migration(migrations.Migration):
    dependencies = [("registers", "0006_calendars")]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
