"""The codes by which DUIS calls a model, among the terms of what was published before."""

from itertools import islice

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.models import F

from cpl.terms import duis_code

BATCH = 2_000


def write_codes(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    records = apps.get_model("cpl", "PublishedDeviceModel").objects.order_by("pk")
    if not records.exists():
        return
    terms = apps.get_model("cpl", "PublishedTerm")
    ledger = apps.get_model("registers", "Ledger").objects.filter(pk=1)
    # Open for the last publication again: nothing that was published changes, it is only indexed.
    ledger.update(opened_for=F("last_publication"))
    # The columns, which are redacted with the document. A firmware version may be the same word.
    rows = records.values_list("pk", "cpl_number", "model", "hardware_version")
    codes = (
        terms(record_id=pk, kind="word", value=code, cpl_number=number)
        for pk, number, model, hardware in rows.iterator(chunk_size=BATCH)
        if (code := duis_code(model, hardware).casefold())
    )
    while several := list(islice(codes, BATCH)):
        terms.objects.bulk_create(several, ignore_conflicts=True)
    ledger.update(opened_for=None)


class Migration(migrations.Migration):
    dependencies = [
        ("cpl", "0017_redacted_reasons_of_history"),
        ("registers", "0002_ledger_row"),
    ]

    operations = [migrations.RunPython(write_codes, migrations.RunPython.noop)]
