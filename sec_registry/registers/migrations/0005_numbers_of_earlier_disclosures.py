"""Disclosures that were recorded before are found by their CPL numbers too."""

from collections import defaultdict

from django.db import migrations

NUMBERS_IN_BLOCK = 60


def blocks_of_earlier_ones(apps, schema_editor):
    alias = schema_editor.connection.alias
    disclosures = apps.get_model("registers", "Disclosure").objects.using(alias)
    blocks = apps.get_model("registers", "DisclosedNumbers")
    waiting = []
    for key, numbers in disclosures.order_by("pk").values_list("pk", "numbers").iterator():
        bits = defaultdict(int)
        for number in numbers:
            bits[number // NUMBERS_IN_BLOCK] |= 1 << number % NUMBERS_IN_BLOCK
        waiting += [blocks(disclosure_id=key, block=each, bits=bits[each]) for each in bits]
        if len(waiting) > 5_000:
            blocks.objects.using(alias).bulk_create(waiting)
            waiting = []
    blocks.objects.using(alias).bulk_create(waiting)


class Migration(migrations.Migration):

    dependencies = [
        ("registers", "0004_numbers_of_disclosures"),
    ]

    operations = [
        migrations.RunPython(blocks_of_earlier_ones, migrations.RunPython.noop),
    ]
