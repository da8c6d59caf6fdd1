"""Changing a record by the form at the desk: what is shown to whom, and what becomes of it."""

from typing import Any

import pytest

from sec_registry.registers.vocabulary import CLEAR
from sec_registry.submissions.intake import Row, submission_replace_rows
from sec_registry.submissions.lifecycle import State
from sec_registry.submissions.models import (
    Contributor,
    Item,
    ProposedPart,
    StoredFinding,
    Submission,
)
from sec_registry.submissions.review import (
    submission_return,
    submission_start_review,
    submission_submit,
)
from tests.admin.desk import (
    ADDRESS,
    DZIR_CANARIES,
    EMAIL,
    FIR_CANARIES,
    NOTES,
    STACK,
    VENDOR,
    Cast,
    disclosures_during,
    page,
    said,
    text,
)
from tests.admin.entering import fields_of, sent
from tests.registry import accept, draft
from tests.zigbee.grants import make_grant
from zigbee.choices import ScopeKind

MODEL = "Imaginary One"


def change(cast: Cast, number: int = 0) -> str:
    """The address of the form for a change of the first (or another) record."""
    return page("cpl_devicemodel_propose", cast.numbers[number])


def parts_of(submission: Submission) -> dict[str, Any]:
    """What the one item says itself, and of each register."""
    item = submission.items.get()
    parts = ProposedPart.objects.filter(item=item)
    return {"item": item.values, **{part.register: part.values for part in parts}}


def newest() -> Submission:
    return Submission.objects.latest("pk")


@pytest.mark.parametrize(
    ("who", "reads_fir"), [("administrator", True), ("party", True), ("submitter", False)]
)
def test_the_form_is_filled_in_as_far_as_one_may_read(
    cast: Cast, who: str, reads_fir: bool
) -> None:
    answer = cast.client(who).get(change(cast))

    fields, shown = fields_of(answer), text(answer)
    assert fields["model_name"] == MODEL
    assert fields["smets_chts_version-1"] == "5.0"
    assert (fields["release_notes"].startswith(NOTES)) == reads_fir
    assert [each in shown for each in FIR_CANARIES] == [reads_fir] * 3
    assert VENDOR not in shown
    assert STACK not in shown
    assert "kept as it is" in shown
    assert ("firmware" in {name.removeprefix("seen-") for name in fields}) == reads_fir
    assert "seen-zigbee" not in fields


def test_a_grant_fills_in_the_zigbee_part_of_its_record_alone(cast: Cast) -> None:
    make_grant(
        cast.people["ssc"],
        person=cast.people["party"],
        kind=ScopeKind.RECORD,
        value=str(cast.numbers[0]),
    )
    client = cast.client("party")

    granted, other = (client.get(change(cast, each)) for each in (0, 1))

    assert fields_of(granted)["zigbee_chipset_vendor-0"] == VENDOR
    assert VENDOR not in text(other)


def test_what_is_shown_of_the_restricted_registers_is_recorded(cast: Cast) -> None:
    recorded = {
        who: [
            (each.register, each.numbers, each.channel)
            for each in disclosures_during(lambda who=who: cast.client(who).get(change(cast)))  # type: ignore[misc]
        ]
        for who in ("administrator", "submitter")
    }

    assert recorded == {
        "administrator": [("firmware", [cast.numbers[0]], "admin")],
        "submitter": [],
    }


def test_what_is_left_as_it_is_is_not_sent(cast: Cast) -> None:
    answer = sent(cast.client("administrator"), change(cast), model_name="Imaginary Two")

    number = cast.numbers[0]
    assert answer.status_code == 302
    assert parts_of(newest()) == {
        "item": {"Action": "amend", "CPL number": str(number)},
        "cpl": {"Model name": "Imaginary Two"},
    }
    assert newest().title == f"Amend CPL {number}"


def test_what_is_emptied_is_cleared(cast: Cast) -> None:
    sent(cast.client("administrator"), change(cast), esme_variant="", release_notes=" \r\n")

    assert parts_of(newest())["cpl"] == {"ESME variant": CLEAR}
    assert parts_of(newest())["firmware"] == {"Release notes": CLEAR}


def test_line_breaks_of_browsers_are_no_change(cast: Cast) -> None:
    accept(
        {"Action": "amend", "CPL number": cast.numbers[0], "Release notes": "One\nTwo"},
        panel=cast.panel,
    )
    client = cast.client("administrator")
    shown = fields_of(client.get(change(cast)))

    client.post(
        change(cast), {**shown, "release_notes": "One\r\nTwo", "model_name": "X", "_save": "Save"}
    )

    assert set(parts_of(newest())) == {"item", "cpl"}


def test_nothing_changed_keeps_nothing(cast: Cast) -> None:
    before = Submission.objects.count()

    answer = sent(cast.client("administrator"), change(cast))

    assert "Nothing was changed" in text(answer)
    assert Submission.objects.count() == before


def test_a_new_zigbee_value_is_typed_blind_and_accepted(cast: Cast) -> None:
    typed = {"zigbee_chipset_vendor-0": "New Silicon", "zigbee_stack_version-0": "NewStack 1"}

    answer = sent(cast.client("administrator"), change(cast), **typed)

    assert parts_of(newest())["zigbee"] == {
        "ZigBee chipset vendor": "New Silicon",
        "ZigBee stack version": "NewStack 1",
    }
    again = text(cast.client("administrator").get(answer["Location"]))
    assert VENDOR not in again
    assert STACK not in again


def test_a_zigbee_value_nobody_sees_can_be_cleared(cast: Cast) -> None:
    answer = sent(
        cast.client("administrator"),
        change(cast),
        "_continue",
        **{"zigbee_chipset_vendor-0": CLEAR},
    )

    assert parts_of(newest())["zigbee"] == {"ZigBee chipset vendor": CLEAR}
    fields = fields_of(cast.client("administrator").get(answer["Location"]))
    assert fields["zigbee_chipset_vendor-0"] == CLEAR


def test_a_guess_at_what_stands_is_not_confirmed(cast: Cast) -> None:
    """The right value typed blind is taken like any other, with the same words."""
    client, told = cast.client("submitter"), []
    for number, notes in ((0, f"{NOTES} 1"), (1, "a wrong guess")):
        answer = sent(client, change(cast, number), "_continue", release_notes=notes)
        told.append(said(answer).replace(str(newest().pk), "N"))

    assert told[0] == told[1]


def test_findings_of_a_change_stand_at_their_fields(cast: Cast) -> None:
    client = cast.client("administrator")

    answer = sent(client, change(cast), contact_email="nobody", image_hash="12")
    shown = text(client.get(answer["Location"]))

    for key in ("contact_email", "image_hash"):
        start = shown.index(f'id="line-{key}"')
        assert "level-problem" in shown[start : shown.index("</label>", start)]


def test_a_draft_of_ones_own_is_continued(cast: Cast) -> None:
    client = cast.client("administrator")
    sent(client, change(cast), model_name="Imaginary Two")
    mine = newest()

    answer = client.get(change(cast))

    assert answer["Location"].startswith(page("submissions_submission_item", mine.pk, 1))
    assert f"continuing submission {mine.pk}" in said(answer)
    assert fields_of(client.get(answer["Location"]))["model_name"] == "Imaginary Two"


def test_a_second_window_does_not_make_a_second_draft(cast: Cast) -> None:
    client = cast.client("administrator")
    first, second = (fields_of(client.get(change(cast))) for _ in range(2))
    client.post(change(cast), {**first, "model_name": "One", "_save": "Save"})
    drafts = Submission.objects.count()

    answer = client.post(change(cast), {**second, "model_name": "Two", "_save": "Save"})

    assert "changes this record already" in text(answer)
    assert fields_of(answer)["model_name"] == "Two"
    assert Submission.objects.count() == drafts


def test_a_draft_that_was_changed_meanwhile_is_not_overwritten(cast: Cast) -> None:
    client = cast.client("administrator")
    address = sent(client, change(cast), "_continue", model_name="One")["Location"]
    opened = fields_of(client.get(address))
    sent(client, address, "_continue", model_name="Two")

    answer = client.post(address, {**opened, "model_name": "Three", "_save": "Save"})

    assert "changed since you opened this form" in text(answer)
    assert parts_of(newest())["cpl"] == {"Model name": "Two"}


def test_a_record_published_anew_is_said_before_anything_is_kept(cast: Cast) -> None:
    client, number = cast.client("administrator"), cast.numbers[0]
    opened = fields_of(client.get(change(cast)))
    accept(
        {
            "Action": "amend",
            "CPL number": number,
            "Model name": "Somebody else's",
            "ESME variant": "B",
        },
        panel=cast.panel,
        by=cast.people["submitter"],
    )
    drafts = Submission.objects.count()

    answer = client.post(change(cast), {**opened, "model_name": "Mine", "_save": "Save"})
    again = fields_of(answer)
    client.post(change(cast), {**again, "_save": "Save"})

    assert "was published anew in publication 2" in text(answer)
    assert (again["model_name"], again["esme_variant"]) == ("Mine", "B")
    assert "Now stands: Somebody else" in text(answer)
    assert Submission.objects.count() == drafts + 1
    assert parts_of(newest())["cpl"] == {"Model name": "Mine"}


def test_a_new_publication_of_what_one_may_not_read_is_not_betrayed(cast: Cast) -> None:
    client, number = cast.client("submitter"), cast.numbers[0]
    opened = fields_of(client.get(change(cast)))
    accept({"Action": "amend", "CPL number": number, "Release notes": "Others"}, panel=cast.panel)

    answer = client.post(change(cast), {**opened, "model_name": "Mine", "_save": "Save"})

    assert answer.status_code == 302


@pytest.mark.parametrize(
    ("action", "typed", "kept"),
    [
        (
            "remove",
            {
                "removal_reason": "error",
                "removal_authority": "Panel",
                "removal_date": "2020-01-01",
                "reason_public": "no",
            },
            "Removal reason",
        ),
        ("block baselines", {"baselines": "1\r\n2", "reason": "It stops."}, "Reason"),
        ("correct", {"hardware_version": "0200", "reason": "A typo."}, "Reason"),
    ],
)
def test_other_changes_ask_for_their_own_columns(
    cast: Cast, action: str, typed: dict[str, str], kept: str
) -> None:
    address = f"{change(cast)}?action={action.replace(' ', '+')}"

    sent(cast.client("administrator"), address, "_continue", **typed)

    item = newest().items.get()
    assert (item.action, item.cpl_number) == (action, cast.numbers[0])
    assert kept in item.values


def test_only_the_panel_is_offered_to_correct(cast: Cast) -> None:
    offered = {
        who: "?action=correct" in text(cast.client(who).get(change(cast)))
        for who in ("administrator", "submitter", "party")
    }

    assert offered == {"administrator": True, "submitter": False, "party": False}


def test_an_action_that_is_not_offered_is_not_taken(cast: Cast) -> None:
    for action in ("correct", "initial load", "add", "%00"):
        sent(cast.client("submitter"), f"{change(cast)}?action={action}", model_name="X")
        assert newest().items.get().action == "amend"


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


def test_forms_of_others_show_no_canary(cast: Cast) -> None:
    """Nobody without the right finds FIR or DZIR content on any page of the form."""
    for who in ("submitter", "ceased"):
        for number in (0, 1):
            client = cast.client(who)
            for action in ("amend", "remove", "block+baselines", "unblock+baselines"):
                opened = client.get(f"{change(cast, number)}?action={action}")
                tried = sent(client, f"{change(cast, number)}?action={action}", "_continue")
                for shown in map(text, (opened, tried)):
                    assert not [c for c in (*FIR_CANARIES, *DZIR_CANARIES) if c in shown]


def test_a_change_by_somebody_else_under_way_is_said(cast: Cast) -> None:
    sent(cast.client("submitter"), change(cast), "_submit", model_name="Theirs")
    theirs = newest()

    shown = {who: text(cast.client(who).get(change(cast))) for who in ("administrator", "party")}

    assert f"submission {theirs.pk}</a>" in shown["administrator"]
    assert f"submission {theirs.pk}" not in shown["party"]


def test_the_address_and_email_stay_out_of_the_list_of_suggestions(cast: Cast) -> None:
    shown = text(cast.client("submitter").get(page("cpl_devicemodel_add")))

    assert EMAIL not in shown
    assert ADDRESS not in shown
