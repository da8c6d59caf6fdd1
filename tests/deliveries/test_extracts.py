"""Extracts for DCC: the fields that the Panel chose, of what changed or of the whole list."""

import csv
import io
import json
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from cpl.api import DeviceModelSerializer
from sec_registry.audit.acting import acting
from sec_registry.deliveries.extracts import extract_of
from sec_registry.deliveries.models import ExtractMember
from sec_registry.registers.models import Publication
from tests.published import publish_numbers

pytestmark = pytest.mark.django_db


@pytest.fixture
def publications() -> list[Publication]:
    publish_numbers(101, 102)
    publish_numbers(102, manufacturer={"code": "FA0A", "name": "=Formula Ltd"})
    publish_numbers(103)
    return list(Publication.objects.order_by("number"))


def as_json(publication: Publication, *, whole: bool = False) -> Any:
    return json.loads(b"".join(extract_of(publication, whole=whole).as_json()))


def as_rows(publication: Publication, *, whole: bool = False) -> list[dict[str, str]]:
    text = b"".join(extract_of(publication, whole=whole).as_csv()).decode()
    return list(csv.DictReader(io.StringIO(text, newline="")))


def test_fields_of_the_policy_are_the_members_of_the_document() -> None:
    kept = ExtractMember.objects.order_by("position").values_list("member", flat=True)
    members = list(DeviceModelSerializer().get_fields())
    # A member that was redacted says so itself.
    members.remove("redactions")

    assert list(kept) == members


def test_extract_holds_what_the_publication_changed(publications: list[Publication]) -> None:
    extract = as_json(publications[1])

    assert (extract["publication"], extract["whole_list"]) == (2, False)
    (entry,) = extract["results"]
    assert (entry["cpl_number"], entry["change"]) == (102, "amended")
    assert set(entry["document"]) == set(extract["fields"])
    assert "added_in" not in entry["document"]
    assert entry["document"]["manufacturer"]["name"] == "=Formula Ltd"


def test_whole_list_is_the_list_as_the_publication_left_it(
    publications: list[Publication],
) -> None:
    assert [each["cpl_number"] for each in as_json(publications[0], whole=True)["results"]] == [
        101,
        102,
    ]
    whole = as_json(publications[2], whole=True)
    assert [each["cpl_number"] for each in whole["results"]] == [101, 102, 103]
    assert [each["manufacturer"]["name"] for each in whole["results"]][1] == "=Formula Ltd"


def test_table_says_the_same_and_no_cell_is_a_formula(publications: list[Publication]) -> None:
    (changed,) = as_rows(publications[1])
    whole = as_rows(publications[2], whole=True)

    assert (changed["Change"], changed["CPL number"]) == ("amended", "102")
    assert changed["Manufacturer"] == "'=Formula Ltd"
    assert "Added in publication" not in changed
    assert [row["CPL number"] for row in whole] == ["101", "102", "103"]
    assert "Change" not in whole[0]


def test_panel_chooses_the_fields(publications: list[Publication]) -> None:
    with acting(by="panel", reason="DCC asks for no image"):
        for member in ExtractMember.objects.exclude(member__in=["cpl_number", "status", "cpa"]):
            member.included = False
            member.save()

    (entry,) = as_json(publications[0])["results"][:1]

    assert entry["document"] == {"cpl_number": 101, "cpa": None, "status": "CURRENT"}
    assert list(as_rows(publications[0])[0]) == [
        "Change",
        "CPL number",
        "CPA date",
        "CPA date kind",
        "Security Characteristics version",
        "Status",
    ]


def test_number_and_status_stay_in_every_extract() -> None:
    member = ExtractMember.objects.get(member="status")
    member.included = False

    with pytest.raises(ValidationError, match="in every extract"):
        member.full_clean()
    with pytest.raises(IntegrityError), transaction.atomic():
        ExtractMember.objects.filter(member="cpl_number").update(included=False)


def test_publication_without_changes_of_the_list_gives_an_empty_extract() -> None:
    publish_numbers(101)
    publish_numbers(101)

    assert as_json(Publication.objects.get(number=2))["results"] == []
    assert as_rows(Publication.objects.get(number=2)) == []
