"""How the desk's lists and the ways to them read: for a phone, for a screen reader, when empty."""

import re
from typing import Any

from django.apps import apps

from tests.admin.desk import Cast, page


def test_a_cell_of_a_list_carries_its_heading_and_the_page_the_name_of_the_index(
    cast: Cast,
) -> None:
    shown = cast.client("auditor").get(page("cpl_devicemodel_changelist")).content.decode()
    labels = re.findall(r'<td data-label="([^"]+)"', shown)

    assert set(labels) == {
        "Type",
        "Manufacturer",
        "Model",
        "Hardware",
        "Firmware",
        "SMETS/CHTS, GBCS",
        "Status",
    }
    assert len(labels) == 7 * len(cast.numbers)
    assert "<h1>Device Models</h1>" in shown
    assert 'aria-sort="ascending"' in shown


def test_a_list_without_rows_says_whether_it_is_empty_or_narrowed(cast: Cast) -> None:
    client = cast.client("administrator")

    bare = client.get(page("registers_redaction_changelist")).content.decode()
    narrowed = client.get(page("cpl_devicemodel_changelist") + "?q=nothing-like-it")

    assert "This list is empty." in bare
    assert "Nothing on this list fits the search and the filters." in narrowed.content.decode()


def test_the_way_to_a_page_leads_over_the_list_by_the_name_that_the_index_has(cast: Cast) -> None:
    address = page("cpl_manufacturerorganisation_add")
    shown = cast.client("administrator").get(address).content.decode()
    way = re.search(r'<div class="breadcrumbs">(.*?)</div>', shown, re.DOTALL)

    assert way is not None
    assert re.findall(r">([^<>]+)</a>", way[1]) == ["Home", "Who speaks for a Manufacturer"]


def test_labels_spell_the_words_of_the_annex_as_it_does() -> None:
    """Wherever the name of a model or of a column says them, in any of the registers."""
    words = ("Device Model", "Manufacturer Image", "Assurance Certificate", "CPL number")
    rooms = [apps.get_app_config(name) for name in ("cpl", "firmware", "zigbee")]
    models = [model._meta for room in rooms for model in room.get_models()]
    columns: list[Any] = [column for model in models for column in model.fields]

    labels = {str(said.verbose_name) for said in (*models, *columns)}
    wrong = [
        label
        for label in labels
        for word in words
        if word.lower() in label.lower() and word not in label
    ]

    assert wrong == []
