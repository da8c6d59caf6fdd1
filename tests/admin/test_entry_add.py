"""Adding a Device Model by the form at the desk."""

from typing import Any

import pytest

from sec_registry.registers.vocabulary import Cell
from sec_registry.submissions.lifecycle import State
from sec_registry.submissions.models import Item, ProposedPart, StoredFinding, Submission
from tests.admin.desk import Cast, page, said, text
from tests.admin.entering import as_typed, fields_of, sent
from tests.rows import Cells, numbered_row, row_of

ADD = "cpl_devicemodel_add"


def kept(submission: Submission) -> Cells:
    """The one row of the submission, put together again."""
    item = submission.items.get()
    cells: dict[str, Cell] = dict(item.values)
    for part in ProposedPart.objects.filter(item=item):
        cells.update(part.values)
    return cells


def add(cast: Cast, who: str, cells: Cells, button: str = "_save", **more: str) -> Any:
    return sent(cast.client(who), page(ADD), button, **{**as_typed(cells), **more})


@pytest.mark.parametrize("who", ["administrator", "submitter"])
def test_what_is_typed_is_what_is_kept(cast: Cast, who: str) -> None:
    row = numbered_row(41)

    answer = add(cast, who, row, title="A new meter")

    submission = Submission.objects.latest("pk")
    assert answer["Location"] == page("submissions_submission_change", submission.pk)
    assert (submission.title, submission.state) == ("A new meter", State.DRAFT)
    assert submission.created_by == cast.people[who]
    assert kept(submission) == row
    assert submission.checked_revision == submission.revision


def test_a_hub_has_a_row_for_each_radio(cast: Cast) -> None:
    row = row_of("CH", **{"Firmware version": "0000CC01"})

    add(cast, "administrator", row)

    assert kept(Submission.objects.latest("pk"))["ZigBee chipset vendor"] == (
        "Imaginary Silicon; Pretend Radios"
    )


def test_a_draft_nobody_named_has_the_name_of_its_device_model(cast: Cast) -> None:
    add(cast, "administrator", numbered_row(41))

    assert Submission.objects.latest("pk").title == "Add ESME FA0A 0A01 0100 00000029"


@pytest.mark.parametrize(
    ("given", "afterwards"),
    [("", "Add ESME FA0A 0A01 0100 00000029"), ("The meter of spring", "The meter of spring")],
)
def test_only_a_title_that_nobody_gave_follows_what_is_mended(
    cast: Cast, given: str, afterwards: str
) -> None:
    wrong = numbered_row(41, **{"Manufacturer code": "FA1"})
    answer = add(cast, "administrator", wrong, title=given)

    sent(cast.client("administrator"), answer["Location"], manufacturer_code="FA0A")

    assert Submission.objects.latest("pk").title == afterwards


def test_problems_lead_back_to_the_form_and_stand_at_their_fields(cast: Cast) -> None:
    row = numbered_row(41, **{"Manufacturer code": "FA1", "CPA date": "12/31/2999"})

    answer = add(cast, "administrator", row)
    shown = text(cast.client("administrator").get(answer["Location"]))

    submission = Submission.objects.latest("pk")
    assert answer["Location"] == page("submissions_submission_item", submission.pk, 1)
    assert StoredFinding.objects.filter(submission=submission, level="problem").count() >= 2
    for key, found in (("manufacturer_code", "FA1"), ("cpa_date", "12/31/2999")):
        start = shown.index(f'id="line-{key}"')
        line = shown[start : shown.index("</label>", start)]
        assert 'class="level level-problem"' in line
        assert f"Found <code>{found}</code>" in line
        assert f'<a href="#id_{key}">' in shown
    assert 'aria-invalid="true"' in shown
    assert 'aria-describedby="id_cpa_date_help id_cpa_date_found"' in shown


def test_an_empty_form_is_a_draft_with_everything_that_is_missing(cast: Cast) -> None:
    add(cast, "administrator", {"Device type": "ESME"})

    missing = set(
        StoredFinding.objects.filter(
            submission=Submission.objects.latest("pk"), level="problem"
        ).values_list("column", flat=True)
    )
    assert {"Generation", "Manufacturer code", "ZigBee chipset vendor"} <= missing


def test_save_and_submit_sends_what_has_no_problem(cast: Cast) -> None:
    answer = add(cast, "administrator", numbered_row(41), "_submit")

    submission = Submission.objects.latest("pk")
    assert submission.state == State.SUBMITTED
    assert answer["Location"] == page("submissions_submission_change", submission.pk)


def test_save_and_submit_keeps_what_has_problems(cast: Cast) -> None:
    answer = add(cast, "administrator", numbered_row(41, **{"Release notes": None}), "_submit")

    submission = Submission.objects.latest("pk")
    assert submission.state == State.DRAFT
    assert answer["Location"] == page("submissions_submission_item", submission.pk, 1)
    assert "not sent" in said(answer)


def test_save_and_add_another_puts_the_next_one_into_the_same_draft(cast: Cast) -> None:
    first = add(cast, "submitter", numbered_row(41), "_addanother")
    client = cast.client("submitter")

    sent(client, first["Location"], **as_typed(numbered_row(42)))

    submission = Submission.objects.latest("pk")
    assert first["Location"] == f"{page(ADD)}?draft={submission.pk}"
    positions = list(submission.items.values_list("position", "reference"))
    assert positions == [(1, "row 41"), (2, "row 42")]


def test_a_reference_that_another_row_has_is_named_at_its_field(cast: Cast) -> None:
    first = add(cast, "submitter", numbered_row(41), "_addanother")
    client = cast.client("submitter")

    second = sent(client, first["Location"], **as_typed(numbered_row(42, Reference="row 41")))
    shown = text(client.get(second["Location"]))

    line = shown[shown.index('id="line-reference"') :][:600]
    assert "stands in row 1 already" in line


@pytest.mark.parametrize("button", ["_more-radios", "_refresh"])
def test_buttons_that_only_ask_keep_what_was_typed_and_store_nothing(
    cast: Cast, button: str
) -> None:
    before = Submission.objects.count()

    answer = add(cast, "administrator", numbered_row(41), button)

    fields = fields_of(answer)
    assert Submission.objects.count() == before
    assert fields["zigbee_chipset_vendor-0"] == "Imaginary Silicon"
    assert ("zigbee_chipset_vendor-1" in fields) == (button == "_more-radios")


def test_what_is_required_follows_type_and_generation(cast: Cast) -> None:
    chosen: Cells = {"Device type": "PPMID", "Generation": "SMETS2+"}

    before = text(cast.client("administrator").get(page(ADD)))
    after = text(add(cast, "administrator", chosen, "_refresh"))

    assert "required for SMETS2+ ESME, HCALCS, SAPC" in before
    assert "required for" not in after
    assert '<label for="id_cpa_certificate">' in after
    assert '<label for="id_contact_email" class="required">' in after


def test_fields_that_nobody_knows_change_nothing(cast: Cast) -> None:
    hostile = {
        "favourite_colour": "mauve",
        "cpl_number": "7",
        "action": "remove",
        "rows-radios": "99999999",
        "seen-zigbee": "1",
        "revision": "x",
        "zigbee_chipset_vendor-3000": "far away",
    }

    add(cast, "administrator", numbered_row(41), **hostile)

    item = Item.objects.latest("pk")
    assert (item.action, item.cpl_number) == ("add", None)
    assert "mauve" not in str(kept(item.submission))


def test_zero_characters_are_refused_at_the_field(cast: Cast) -> None:
    before = Submission.objects.count()

    answer = add(cast, "administrator", numbered_row(41, **{"Release notes": "a\x00b"}))

    assert answer.status_code == 200
    assert Submission.objects.count() == before
    assert "Null characters are not allowed." in text(answer)


def test_huge_texts_are_named(cast: Cast) -> None:
    add(cast, "administrator", numbered_row(41, **{"Model name": "x" * 100_000}))

    submission = Submission.objects.latest("pk")
    found = StoredFinding.objects.filter(submission=submission, column="Model name")
    assert found.get().found == "100000 characters"


def test_hexadecimal_text_that_looks_like_a_number_stays_text(cast: Cast) -> None:
    add(cast, "administrator", numbered_row(41, **{"Firmware version": "020E6550"}))

    assert kept(Submission.objects.latest("pk"))["Firmware version"] == "020E6550"


@pytest.mark.parametrize("draft", ["999999", "x", "-1"])
def test_a_draft_that_is_not_there_is_not_added_to(cast: Cast, draft: str) -> None:
    address = f"{page(ADD)}?draft={draft}"

    assert cast.client("administrator").get(address).status_code == 404


def test_a_draft_of_others_is_not_added_to(cast: Cast) -> None:
    address = f"{page(ADD)}?draft={cast.draft.pk}"
    statuses = {
        who: cast.client(who).post(address, as_typed(numbered_row(41))).status_code
        for who in ("administrator", "party")
    }

    assert statuses == {"administrator": 403, "party": 404}
    assert cast.draft.items.count() == 1


def test_the_list_and_the_index_lead_to_the_form(cast: Cast) -> None:
    for who, offered in (("administrator", True), ("reviewer", False), ("ssc", False)):
        for each in ("cpl_devicemodel_changelist", "index"):
            assert (page(ADD) in text(cast.client(who).get(page(each)))) == offered


def behalf(cast: Cast, **more: str) -> dict[str, str]:
    """What is typed of whom it is for; the organisation is the submitter's."""
    organisation = cast.people["submitter"].organisation
    assert organisation is not None
    typed = {
        "behalf-organisation": str(organisation.pk),
        "behalf-person": "A. Fictional",
        "behalf-reference": "Letter of 1 May",
    }
    return {**typed, **more}


def test_the_panel_says_on_whose_behalf_it_keys_in(cast: Cast) -> None:
    add(cast, "administrator", numbered_row(41), **behalf(cast))

    made = Submission.objects.latest("pk")
    assert made.organisation == cast.people["submitter"].organisation
    assert (made.on_behalf_person, made.on_behalf_reference) == ("A. Fictional", "Letter of 1 May")
    assert made.created_by == cast.people["administrator"]


@pytest.mark.parametrize(
    "wrong",
    [{"behalf-person": ""}, {"behalf-organisation": "999999"}, {"behalf-reference": "x" * 201}],
)
def test_on_behalf_of_nobody_in_particular_keeps_nothing(cast: Cast, wrong: dict[str, str]) -> None:
    before = Submission.objects.count()

    answer = add(cast, "administrator", numbered_row(41), **behalf(cast, **wrong))

    assert answer.status_code == 200
    assert "see on whose behalf" in text(answer)
    # What was typed is not lost.
    assert fields_of(answer)["model_identifier"] == numbered_row(41)["Model identifier"]
    assert Submission.objects.count() == before


def test_others_are_not_asked_and_not_heard(cast: Cast) -> None:
    assert "behalf-person" not in fields_of(cast.client("submitter").get(page(ADD)))

    add(cast, "submitter", numbered_row(41), **behalf(cast))

    made = Submission.objects.latest("pk")
    assert (made.created_by, made.on_behalf_person) == (cast.people["submitter"], "")


def test_a_row_of_a_draft_that_is_there_asks_for_nobody(cast: Cast) -> None:
    add(cast, "administrator", numbered_row(41), **behalf(cast))
    made = Submission.objects.latest("pk")

    further = cast.client("administrator").get(f"{page(ADD)}?draft={made.pk}")

    assert "behalf-person" not in fields_of(further)
