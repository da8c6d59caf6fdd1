"""What the desk answers to those who ask for what they have no right to.

That no restricted word turns up on any page is held by ``tests/access``, which walks all of them.
"""

import pytest
from django.contrib.admin.models import LogEntry

from sec_registry.submissions.review import submission_start_review, submission_submit
from tests.admin.desk import (
    CLOSED,
    NOTES,
    VENDOR,
    Cast,
    page,
    text,
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
LISTS = (
    "cpl_devicemodel_changelist",
    "firmware_firmwarerecord_changelist",
    "zigbee_zigbeerecord_changelist",
    "zigbee_accessgrant_changelist",
    "registers_publication_changelist",
    "registers_disclosure_changelist",
    "submissions_submission_changelist",
)


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


def test_an_index_of_an_app_shows_what_one_may_open(cast: Cast) -> None:
    shown = text(cast.client("auditor").get(page("app_list", "zigbee")))

    assert "Zigbee records" in shown
    assert "Access grants" in shown
    assert "Access requests" not in shown


def test_the_log_of_recent_actions_is_not_written(cast: Cast) -> None:
    assert not LogEntry.objects.exists()
