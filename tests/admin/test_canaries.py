"""Restricted text turns up on no page of the desk for anybody who has no right to it."""

import pytest
from django.contrib.admin.models import LogEntry

from sec_registry.submissions.review import submission_start_review, submission_submit
from tests.admin.addresses import AUDIENCES, targets
from tests.admin.desk import (
    CLOSED,
    FIR_CANARIES,
    NOTES,
    STACK,
    VENDOR,
    Cast,
    page,
    text,
)

EVERYTHING = (*FIR_CANARIES, VENDOR, STACK)
#: What must never be seen, by person. The submitter's own receipts are looked at below.
HIDDEN = {
    "ceased": EVERYTHING,
    "expired grantee": EVERYTHING,
    "auditor": EVERYTHING,
    "superuser": EVERYTHING,
    "party": (VENDOR, STACK),
    "administrator": (VENDOR, STACK),
    "reviewer": (VENDOR, STACK),
    "ssc": (NOTES,),
    "grantee": (NOTES,),
}
SEARCHES = (
    "q=CanaryVendor",
    "q=CanaryNotes",
    "q=CanaryStreet&o=1.-2.99",
    "o=zigbee_record__radios__chipset_vendor&_popup=1&_facets=True",
    "p=99",
)
CLIMBS = (
    "zigbee_record__radios__chipset_vendor=CanaryVendor",
    "device_model__zigbee_record__radios__stack_version__startswith=Canary",
    "firmware_record__release_notes__contains=CanaryNotes",
    "radios__chipset_vendor=CanaryVendor",
    "contact__email=canary@fictional.example",
    "items__parts__values__contains=CanaryVendor",
    "_to_field=release_notes",
)
LISTS = [name for name in AUDIENCES if name.endswith("_changelist")]


def leaks(cast: Cast, who: str, addresses: list[str]) -> set[tuple[str, str]]:
    """Which canaries were seen where."""
    client = cast.client(who)
    shown = {address: text(client.get(address)) for address in addresses}
    return {
        (each, canary) for each, page in shown.items() for canary in HIDDEN[who] if canary in page
    }


@pytest.mark.parametrize("who", HIDDEN)
def test_no_page_shows_what_is_hidden(cast: Cast, who: str) -> None:
    keys = targets(cast)
    pages = [page(name, *keys[name]) for name in AUDIENCES]
    pages += [page("submissions_submission_change", cast.accepted.pk)]

    assert leaks(cast, who, pages) == set()


@pytest.mark.parametrize("who", ["superuser", "party", "reviewer", "ssc", "grantee"])
def test_no_query_brings_out_what_is_hidden(cast: Cast, who: str) -> None:
    found = set()
    for query in SEARCHES:
        # What the person typed themselves comes back in the search box.
        typed = query.partition("q=")[2].partition("&")[0]
        seen = leaks(cast, who, [f"{page(name)}?{query}" for name in LISTS])
        found |= {
            (address, canary) for address, canary in seen if not canary.startswith(typed or "-")
        }

    assert found == set()


@pytest.mark.parametrize("name", LISTS)
def test_a_query_never_climbs_a_relation(cast: Cast, name: str) -> None:
    statuses = {
        cast.client(who).get(f"{page(name)}?{query}").status_code
        for who in ("ssc", "reviewer", "superuser", "grantee")
        for query in CLIMBS
    }

    # 200 is the closed door of the Zigbee section, which looks at no query.
    closed = {200} if name == "zigbee_zigbeerecord_changelist" else set()
    assert statuses <= {400, 403} | closed


def test_searches_find_nothing_past_the_door(cast: Cast) -> None:
    listed = cast.client("superuser").get(page("cpl_devicemodel_changelist") + "?q=CanaryVendor")
    granted = cast.client("grantee").get(page("zigbee_zigbeerecord_changelist") + "?q=Canary")

    assert listed.context["cl"].result_count == 0
    assert granted.context["cl"].result_count == 1
    assert str(cast.numbers[1]) not in {str(row.pk) for row in granted.context["cl"].result_list}


def test_the_closed_section_says_one_sentence_whatever_is_asked(cast: Cast) -> None:
    client = cast.client("superuser")
    there, nowhere = cast.numbers[0], 987654
    section = client.get(page("zigbee_zigbeerecord_changelist"))
    pages = [
        client.get(page(f"zigbee_zigbeerecord_{view}", *keys))
        for view, keys in (
            ("change", (there,)),
            ("change", (nowhere,)),
            ("change", ("no-number",)),
            ("history", (there,)),
            ("history", (nowhere,)),
            ("simple_history", (there, 1)),
            ("simple_history", (nowhere, 1)),
        )
    ]

    contents = {bytes(each.content.split(b'id="content"')[1]) for each in [section, *pages]}
    assert section.status_code == 200
    assert {each.status_code for each in pages} == {404}
    assert len(contents) == 1
    assert CLOSED in text(section)


def test_a_grantee_cannot_tell_another_record_from_none(cast: Cast) -> None:
    client = cast.client("grantee")

    other, none = (
        client.get(page("zigbee_zigbeerecord_change", key)) for key in (cast.numbers[1], 987654)
    )

    assert other.status_code == none.status_code == 404
    assert other.content.split(b'id="content"')[1] == none.content.split(b'id="content"')[1]


def test_submitters_see_what_they_typed_and_nothing_of_the_registers(cast: Cast) -> None:
    client = cast.client("submitter")

    receipt = text(client.get(page("submissions_submission_change", cast.accepted.pk)))
    record = client.get(page("firmware_firmwarerecord_change", cast.numbers[0]))

    assert VENDOR in receipt
    assert NOTES in receipt
    assert record.status_code == 403


def test_a_submission_unmasks_for_its_reviewers_until_the_decision(cast: Cast) -> None:
    client = cast.client("reviewer")
    address = page("submissions_submission_change", cast.draft.pk)
    as_draft = text(client.get(address))
    submission_submit(submission=cast.draft, by=cast.people["submitter"])
    submission_start_review(submission=cast.draft, by=cast.people["reviewer"])

    in_review = text(client.get(address))
    to_the_administrator = text(cast.client("administrator").get(address))

    assert VENDOR not in as_draft
    assert VENDOR in in_review
    assert VENDOR not in to_the_administrator
    assert CLOSED in to_the_administrator


def test_suggestions_are_for_accounts_only(cast: Cast) -> None:
    asked = {"app_label": "zigbee", "model_name": "radio", "field_name": "record", "term": "1"}

    statuses = {
        who: cast.client(who).get(page("autocomplete"), asked).status_code
        for who in ("ssc", "grantee", "superuser", "administrator")
    }

    assert set(statuses.values()) == {403}


def test_the_log_of_recent_actions_is_not_written(cast: Cast) -> None:
    assert not LogEntry.objects.exists()
