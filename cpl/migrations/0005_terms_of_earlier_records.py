"""Terms for the records that were published before there were terms."""

import json

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.models import F

from cpl.terms import terms_of

BATCH = 500


def write_terms(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    records = apps.get_model("cpl", "PublishedDeviceModel").objects.order_by("pk")
    if not records.exists():
        return
    terms = apps.get_model("cpl", "PublishedTerm")
    ledger = apps.get_model("registers", "Ledger").objects.filter(pk=1)
    # Open for the last publication again: nothing that was published changes, it is only indexed.
    ledger.update(opened_for=F("last_publication"))
    for record in records.iterator(chunk_size=BATCH):
        terms.objects.bulk_create(
            terms(record_id=record.pk, kind=kind, value=value, cpl_number=record.cpl_number)
            for kind, value in terms_of(json.loads(record.document))
        )
    ledger.update(opened_for=None)


class Migration(migrations.Migration):
    dependencies = [("cpl", "0004_terms_of_published_records"), ("registers", "0002_ledger_row")]

    operations = [migrations.RunPython(write_terms, migrations.RunPython.noop)]
