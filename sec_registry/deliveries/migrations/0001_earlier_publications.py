"""What was published before there were deliveries is prepared for DCC like everything after it."""

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor


def prepare(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    deliveries = apps.get_model("registers", "Delivery")
    published = apps.get_model("cpl", "PublishedDeviceModel").objects
    changed = published.order_by("published_in", "cpl_number").values_list(
        "published_in", "cpl_number", "published_in__published_at"
    )
    rows = [
        deliveries(publication_id=publication, cpl_number=number, recorded_at=published_at)
        for publication, number, published_at in changed.iterator(chunk_size=2000)
    ]
    deliveries.objects.bulk_create(rows, batch_size=500)


class Migration(migrations.Migration):
    dependencies = [
        ("registers", "0009_deliveries"),
        ("cpl", "0010_usual_forms"),
    ]

    operations = [migrations.RunPython(prepare, migrations.RunPython.noop)]
