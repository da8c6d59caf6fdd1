"""A Manufacturer's name changes once, in every document of every register, in one publication."""

import json
from collections.abc import Callable

import pytest
from django.db import IntegrityError, connection
from django.test.utils import CaptureQueriesContext

from cpl.models import DeviceModel, Manufacturer
from sec_registry.registers.catalogue import registers
from sec_registry.registers.models import Publication
from sec_registry.submissions.acceptance import submissions_accept
from sec_registry.submissions.errors import NotAcceptable
from sec_registry.submissions.models import Item
from tests.registry import Panel, accept, in_review, make_panel
from tests.rows import MANUFACTURER_CODE, OTHER_MANUFACTURER_CODE, Cells, numbered_row

pytestmark = pytest.mark.django_db

OLD, NEW = "Fictional Meters Ltd", "Renamed Meters plc"


def renaming(**cells: str) -> Cells:
    return {
        "Action": "rename manufacturer",
        "Manufacturer code": MANUFACTURER_CODE,
        "Manufacturer": NEW,
        "Reason": "Taken over.",
        **cells,
    }


def names_published(register_code: str) -> dict[int, str]:
    """The Manufacturer's name in each current document of the register."""
    (register,) = (each for each in registers() if each.code == register_code)
    rows = register.published._default_manager.filter(superseded_in__isnull=True)
    documents = [json.loads(row.document) for row in rows]
    return {d["cpl_number"]: d.get("device", d)["manufacturer"]["name"] for d in documents}


@pytest.fixture
def panel() -> Panel:
    """Two Device Models of the Manufacturer, of which the second is removed, and one of another."""
    panel = make_panel()
    other: Cells = {"Manufacturer code": OTHER_MANUFACTURER_CODE, "Manufacturer": "Others Ltd"}
    accept(numbered_row(1), numbered_row(2), numbered_row(3, **other), panel=panel)
    removal: Cells = {
        "Action": "remove",
        "CPL number": "2",
        "Removal reason": "error",
        "Removal authority": "Panel",
        "Removal date": "2024-01-05",
        "Reason public": "no",
    }
    accept(removal, panel=panel)
    return panel


@pytest.mark.parametrize("register", ["cpl", "firmware", "zigbee"])
def test_the_name_changes_in_the_documents_of_all_its_records(register: str, panel: Panel) -> None:
    accept(renaming(), panel=panel)

    assert names_published(register) == {1: NEW, 2: NEW, 3: "Others Ltd"}


def test_one_publication_says_amended_of_these_records_and_of_no_other(panel: Panel) -> None:
    publication = accept(renaming(), panel=panel)

    for register in registers():
        published = register.published._default_manager.filter(published_in=publication)
        changes = published.order_by("cpl_number").values_list("cpl_number", "change")
        assert list(changes) == [(1, "amended"), (2, "amended")]
    amended = DeviceModel.objects.order_by("cpl_number").values_list("amended_in", flat=True)
    assert list(amended) == [publication.number, publication.number, None]


def test_the_earlier_name_stays_in_the_history_with_its_dates(panel: Panel) -> None:
    first = Publication.objects.earliest("number")
    renamed = accept(renaming(), panel=panel)

    history = Manufacturer.history.filter(code=MANUFACTURER_CODE).order_by("history_date")
    assert list(history.values_list("name", "history_date")) == [
        (OLD, first.published_at),
        (NEW, renamed.published_at),
    ]


def test_the_item_gets_no_cpl_number(panel: Panel) -> None:
    publication = accept(renaming(), numbered_row(4), panel=panel)

    items = Item.objects.filter(submission__publication=publication).order_by("position")
    assert list(items.values_list("allocated_number", flat=True)) == [None, 4]


def test_the_database_keeps_a_cpl_number_from_it(panel: Panel) -> None:
    publication = accept(renaming(), panel=panel)

    with pytest.raises(IntegrityError, match="item_of_many_records_has_no_number"):
        Item.objects.filter(submission__publication=publication).update(allocated_number=9)


@pytest.mark.parametrize("name", [OLD, NEW])
def test_a_device_model_added_beside_it_bears_the_new_name(name: str, panel: Panel) -> None:
    accept(numbered_row(4, Manufacturer=name), renaming(), panel=panel)

    assert names_published("cpl")[4] == names_published("zigbee")[4] == NEW


def test_the_number_of_queries_does_not_grow_with_the_records(panel: Panel) -> None:
    def queries(row: Cells) -> int:
        submission = in_review(row, by=panel.administrator, reviewer=panel.reviewer)
        with CaptureQueriesContext(
            connection,
        ) as few:
            submissions_accept(submissions=[submission], by=panel.reviewer)
        return len(few)

    of_two = queries(renaming())
    accept(*(numbered_row(number) for number in range(4, 44)), panel=panel)

    assert queries(renaming(Manufacturer=OLD)) == of_two


@pytest.mark.parametrize(
    ("row", "rule", "column"),
    [
        (renaming(**{"Manufacturer code": "FFFF"}), "manufacturer-on-record", "Manufacturer code"),
        (renaming(**{"Manufacturer code": ""}), "manufacturer-on-record", "Manufacturer code"),
        (renaming(Manufacturer=""), "new-name-given", "Manufacturer"),
        (renaming(Manufacturer=OLD), "new-name-given", "Manufacturer"),
        (renaming(Manufacturer="x" * 121), "no-longer-than-the-register-takes", "Manufacturer"),
        (renaming(Reason=""), "renaming-accounted-for", "Reason"),
        (renaming(**{"CPL number": "1"}), "no-record-is-named", "CPL number"),
    ],
)
def test_what_a_renaming_lacks_is_a_problem(
    row: Cells, rule: str, column: str, panel: Panel, problems: Callable[..., list[tuple[str, str]]]
) -> None:
    assert problems(row) == [(rule, column)]


def test_two_renamings_of_one_manufacturer_are_refused(
    panel: Panel, problems: Callable[..., list[tuple[str, str]]]
) -> None:
    rows = [renaming(), renaming(Manufacturer="Yet Another Name")]
    assert problems(*rows) == [("manufacturer-renamed-once", "Manufacturer code")]
    # What else changes beside them is told once more, at the first alone.
    amendment: Cells = {"Action": "amend", "CPL number": "1", "Model name": "Imaginary Two"}
    assert problems(*rows, amendment) == [("manufacturer-renamed-once", "Manufacturer code")] * 2


@pytest.mark.parametrize("change", [{"Model name": "Imaginary Two"}, {"Manufacturer": OLD}])
def test_a_renaming_beside_an_amendment_of_a_record_is_refused(
    change: Cells, panel: Panel, problems: Callable[..., list[tuple[str, str]]]
) -> None:
    amendment: Cells = {"Action": "amend", "CPL number": "1", **change}
    assert problems(amendment, renaming()) == [("manufacturer-renamed-once", "Manufacturer code")]
    of_another: Cells = {"Action": "amend", "CPL number": "3", "Model name": "Imaginary Two"}
    assert problems(of_another, renaming()) == []


def test_renamings_of_two_submissions_are_not_accepted_together(panel: Panel) -> None:
    both = [
        in_review(renaming(Manufacturer=name), by=panel.administrator, reviewer=panel.reviewer)
        for name in ("First Name", "Second Name")
    ]
    with pytest.raises(NotAcceptable, match="one by one"):
        submissions_accept(submissions=both, by=panel.reviewer)

    assert names_published("cpl")[1] == OLD
