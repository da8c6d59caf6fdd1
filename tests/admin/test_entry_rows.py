"""Rows of drafts and of returned submissions, edited by the form."""

from sec_registry.submissions.intake import Row, submission_replace_rows
from sec_registry.submissions.lifecycle import State
from sec_registry.submissions.models import (
    Contributor,
    Item,
    ProposedPart,
    StoredFinding,
)
from sec_registry.submissions.review import (
    submission_return,
    submission_start_review,
    submission_submit,
)
from tests.admin.desk import (
    NOTES,
    VENDOR,
    Cast,
    page,
    text,
)
from tests.admin.entering import change, newest, parts_of, sent
from tests.registry import draft


def test_what_came_back_is_edited_and_sent_again(cast: Cast) -> None:
    submission, reviewer = cast.draft, cast.people["reviewer"]
    submission_submit(submission=submission, by=cast.people["submitter"])
    submission_start_review(submission=submission, by=reviewer)
    submission_return(submission=submission, by=reviewer, reason="Which model?")
    client = cast.client("submitter")
    address = page("submissions_submission_item", submission.pk, 2)
    link = text(client.get(page("submissions_submission_change", submission.pk)))

    sent(client, address, "_submit", model_name="Imaginary Three")

    submission.refresh_from_db()
    assert address in link
    assert submission.state == State.SUBMITTED
    assert parts_of(submission)["cpl"]["Model name"] == "Imaginary Three"
    assert parts_of(submission)["zigbee"]["ZigBee chipset vendor"] == VENDOR


def test_a_row_of_what_was_sent_leads_back_to_its_page(cast: Cast) -> None:
    submission_submit(submission=cast.draft, by=cast.people["submitter"])
    address = page("submissions_submission_item", cast.draft.pk, 2)

    for asked in (cast.client("submitter").get, cast.client("submitter").post):
        answer = asked(address, follow=True)
        assert answer.redirect_chain == [
            (page("submissions_submission_change", cast.draft.pk), 302)
        ]
        assert "It is submitted, and cannot be edited now." in text(answer)


def test_what_is_emptied_in_a_draft_is_gone_from_it(cast: Cast) -> None:
    client = cast.client("administrator")
    address = sent(client, change(cast), "_continue", model_name="X", release_notes="Y")["Location"]

    sent(client, address, release_notes=f"{NOTES} 1")

    assert set(parts_of(newest())) == {"item", "cpl"}


def test_a_part_that_the_editor_does_not_see_is_kept(cast: Cast) -> None:
    """The submitter typed the Zigbee part; the administrator, now a maker too, edits the rest."""
    administrator, edited = cast.people["administrator"], cast.draft
    Contributor.objects.create(submission=edited, person=administrator, since=edited.created_at)
    client = cast.client("administrator")
    address = page("submissions_submission_item", edited.pk, 2)
    shown = text(client.get(address))

    sent(client, address, model_name="Renamed")

    parts = {part.register: part for part in ProposedPart.objects.filter(item__submission=edited)}
    assert VENDOR not in shown
    assert "Somebody else typed this part" in shown
    assert parts["zigbee"].values["ZigBee chipset vendor"] == VENDOR
    assert parts["zigbee"].typed_by == cast.people["submitter"]
    # Seen and left alone, so that it stays whose it was.
    assert parts["firmware"].typed_by == cast.people["submitter"]
    assert parts["cpl"].typed_by == administrator

    # Nor does the verb itself let go of a part that its caller does not see.
    submission_replace_rows(
        submission=edited,
        by=administrator,
        rows=[Row(2, {"Model name": "Again"})],
        replaced=["zigbee", "firmware"],
    )
    left = ProposedPart.objects.filter(item__submission=edited).values_list("register", flat=True)
    assert set(left) == {"cpl", "zigbee"}


def test_a_spreadsheets_number_stays_one_until_somebody_types_over_it(cast: Cast) -> None:
    submission = draft(
        {"Action": "add", "Manufacturer code": 1234, "Reference": "n"},
        by=cast.people["submitter"],
    )
    client = cast.client("submitter")
    address = page("submissions_submission_item", submission.pk, 2)

    sent(client, address, "_continue", model_name="X")
    untouched = parts_of(submission)["cpl"]["Manufacturer code"]
    sent(client, address, "_continue", manufacturer_code="01234")

    assert untouched == 1234
    assert parts_of(submission)["cpl"]["Manufacturer code"] == "01234"


def test_a_row_that_names_no_record_asks_for_its_number(cast: Cast) -> None:
    submission = draft(
        {"Action": "amend", "CPL number": 987654, "Model name": "X"}, by=cast.people["submitter"]
    )
    address = page("submissions_submission_item", submission.pk, 2)

    sent(cast.client("submitter"), address, cpl_number=str(cast.numbers[0]))

    item = Item.objects.get(submission=submission)
    assert item.cpl_number == cast.numbers[0]
    assert not StoredFinding.objects.filter(submission=submission, level="problem").exists()
