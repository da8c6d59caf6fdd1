"""Changing a record by the form at the desk: what is shown to whom, and what becomes of it."""

import pytest

from sec_registry.registers.vocabulary import CLEAR
from sec_registry.submissions.models import (
    Submission,
)
from sec_registry.submissions.web.entry.views import NOT_OFFERED
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
from tests.admin.entering import MODEL, change, fields_of, newest, parts_of, sent
from tests.registry import accept, numbers_given
from tests.rows import Cells, numbered_row
from tests.zigbee.grants import make_grant
from zigbee.choices import ScopeKind


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


def test_a_change_that_is_not_offered_is_refused_with_what_was_typed(cast: Cast) -> None:
    client = cast.client("submitter")
    shown = fields_of(client.get(change(cast)))
    before = Submission.objects.count()
    for action in ("correct", "initial load", "add", "%00", ""):
        address = f"{change(cast)}?action={action}"
        asked = client.get(address, follow=True)
        posted = client.post(address, {**shown, "model_name": "X", "_save": "Save"})

        assert asked.redirect_chain == [(change(cast), 302)]
        assert NOT_OFFERED in text(asked)
        assert NOT_OFFERED in text(posted)
        assert fields_of(posted)["model_name"] == "X"
        assert 'action="?action=amend"' in text(posted)
    assert Submission.objects.count() == before


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


def test_the_address_and_email_stay_out_of_the_list_of_suggestions(cast: Cast) -> None:
    shown = text(cast.client("submitter").get(page("cpl_devicemodel_add")))

    assert EMAIL not in shown
    assert ADDRESS not in shown


def test_who_may_read_pathways_sees_which_there_are_before_blocking_one(cast: Cast) -> None:
    one, two = cast.numbers
    upgraded = {"Upgrade": "yes", "Baselines": f"{one};{two}"}
    (late,) = numbers_given(accept(numbered_row(5, **upgraded), panel=cast.panel))
    block: Cells = {"Action": "block baselines", "CPL number": late, "Baselines": str(one)}
    accept({**block, "Reason": "It stops half way."}, panel=cast.panel)
    address = f"{page('cpl_devicemodel_propose', late)}?action=unblock+baselines"
    told = f"Declared now: CPL {two}. Blocked: CPL {one} (It stops half way.)."

    looks = disclosures_during(lambda: cast.client("party").get(address))
    shown = {who: text(cast.client(who).get(address)) for who in ("party", "submitter")}

    assert [(each.register, each.numbers) for each in looks] == [("firmware", [late])]
    assert told in shown["party"]
    assert fields_of(cast.client("party").get(address))["baselines"] == ""
    assert "Declared now" not in shown["submitter"]
    assert "stops half way" not in shown["submitter"]
