"""Making and mending submissions on the submitters' pages: by workbook and by form."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from sec_registry.submissions.lifecycle import State
from sec_registry.submissions.models import Submission
from sec_registry.submissions.review import submission_submit
from tests.admin.desk import NOTES, VENDOR, Cast, disclosures_during, text
from tests.admin.entering import as_typed, sent
from tests.admin.test_upload import csv_of
from tests.rows import numbered_row
from tests.submissions.pages.addresses import at, page_of, shown


def uploaded(cast: Cast, who: str, content: bytes, name: str = "models.csv") -> str:
    file = SimpleUploadedFile(name, content)
    return text(cast.client(who).post(at("upload"), {"file": file}, follow=True))


def newest() -> Submission:
    return Submission.objects.latest("pk")


def test_a_workbook_becomes_a_draft_with_its_findings(cast: Cast) -> None:
    rows = [numbered_row(41), numbered_row(42, **{"Manufacturer code": "FA1"})]

    page = uploaded(cast, "submitter", csv_of(rows))

    assert (newest().state, newest().created_by) == (State.DRAFT, cast.people["submitter"])
    assert newest().items.count() == 2
    assert "Read models.csv; these are its findings." in page
    assert "FA1" in page


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (b"", "models.csv"),
        (b"\xff\xfe\x00", "models.csv"),
        (b"PK\x03\x04nonsense", "models.xlsx"),
    ],
)
def test_a_file_that_cannot_be_read_leaves_nothing_behind(
    cast: Cast, content: bytes, name: str
) -> None:
    before = Submission.objects.count()

    page = uploaded(cast, "submitter", content, name)

    assert "Nothing was kept" in page
    assert '<a href="#id_file">Workbook</a>' in page
    assert "<title>Error: " in page
    assert Submission.objects.count() == before


def test_no_file_at_all_is_named_as_the_fault(cast: Cast) -> None:
    page = text(cast.client("submitter").post(at("upload"), {"title": "Without"}))

    assert '<a href="#id_file">Workbook</a>' in page


def test_a_submitter_takes_nothing_over_and_keys_nothing_in(cast: Cast) -> None:
    page = shown(cast.client("submitter"), at("upload"))

    assert "initial_load" not in page
    assert "On behalf of" not in page


def test_a_device_model_is_typed_and_kept(cast: Cast) -> None:
    typed = as_typed(numbered_row(31))

    answer = sent(cast.client("submitter"), at("add"), **typed)

    assert answer["Location"] == page_of(newest())
    assert newest().items.count() == 1
    assert newest().state == State.DRAFT


def test_a_device_model_is_typed_and_sent(cast: Cast) -> None:
    sent(cast.client("submitter"), at("add"), button="_submit", **as_typed(numbered_row(31)))

    assert newest().state == State.SUBMITTED


def test_problems_lead_back_to_their_fields(cast: Cast) -> None:
    typed = as_typed(numbered_row(31, **{"Manufacturer code": "FA1"}))

    answer = sent(cast.client("submitter"), at("add"), **typed)
    page = shown(cast.client("submitter"), answer["Location"])

    assert answer["Location"] == at("row", newest().pk, 1)
    assert 'href="#id_manufacturer_code"' in page
    assert 'aria-invalid="true"' in page
    assert "<title>Error: " in page


def test_a_further_device_model_goes_into_the_same_draft(cast: Cast) -> None:
    client = cast.client("submitter")
    answer = sent(client, at("add"), button="_addanother", **as_typed(numbered_row(31)))

    sent(client, answer["Location"], **as_typed(numbered_row(32)))

    assert answer["Location"] == f"{at('add')}?draft={newest().pk}"
    assert list(newest().items.values_list("position", flat=True)) == [1, 2]


def test_nothing_goes_into_somebody_elses_draft(cast: Cast) -> None:
    address = f"{at('add')}?draft={cast.draft.pk}"

    assert cast.client("party").get(address).status_code == 404
    assert cast.client("party").post(address, {"device_type": "ESME"}).status_code == 404
    assert cast.draft.items.count() == 1


def test_a_row_is_mended_in_place(cast: Cast) -> None:
    address = at("row", cast.draft.pk, 2)

    sent(cast.client("submitter"), address, release_notes="Mended notes")

    assert "Mended notes" in shown(cast.client("submitter"), page_of(cast.draft))
    assert cast.draft.items.count() == 1


def test_a_row_that_changed_meanwhile_is_not_written_over(cast: Cast) -> None:
    client, address = cast.client("submitter"), at("row", cast.draft.pk, 2)
    sent(client, address, release_notes="The first one's")

    answer = client.post(
        address, {"revision": "1", "release_notes": "The second one's", "_save": "Save"}
    )

    assert "The draft was changed since you opened this form." in text(answer)
    assert "The first one" in shown(client, page_of(cast.draft))


def test_a_row_of_what_was_sent_leads_back_to_its_page(cast: Cast) -> None:
    submission_submit(submission=cast.draft, by=cast.people["submitter"])

    answer = cast.client("submitter").get(at("row", cast.draft.pk, 2), follow=True)

    assert answer.redirect_chain == [(page_of(cast.draft), 302)]
    assert "It is submitted, and cannot be edited now." in text(answer)


def test_a_row_that_is_not_there_is_not_found(cast: Cast) -> None:
    assert cast.client("submitter").get(at("row", cast.draft.pk, 99)).status_code == 404


def test_a_cpl_number_leads_to_the_form_that_changes_its_record(cast: Cast) -> None:
    number = cast.numbers[0]

    answer = cast.client("submitter").get(at("find"), {"number": f" {number} "})

    assert answer["Location"] == at("change", number)


@pytest.mark.parametrize("number", ["", "nothing", "999999", "-1", "９", "9" * 40, "%00"])
def test_a_number_that_is_not_on_the_list_is_said_to_be_none(cast: Cast, number: str) -> None:
    answer = cast.client("submitter").get(at("find"), {"number": number}, follow=True)

    assert answer.redirect_chain == [(at("list"), 302)]
    assert "has no record of that CPL number" in text(answer)


def test_a_record_is_changed_blind_by_whoever_may_not_read_it(cast: Cast) -> None:
    client, address = cast.client("submitter"), at("change", cast.numbers[0])
    page = ""

    def look() -> None:
        nonlocal page
        page = shown(client, address)

    recorded = disclosures_during(look)

    assert "You may not read what stands here" in page
    assert NOTES not in page
    assert VENDOR not in page
    assert recorded == []


def test_a_party_changes_what_it_may_read_and_the_look_is_recorded(cast: Cast) -> None:
    client, address = cast.client("party"), at("change", cast.numbers[0])
    page = ""

    def look() -> None:
        nonlocal page
        page = shown(client, address)

    recorded = disclosures_during(look)

    assert NOTES in page
    assert VENDOR not in page
    assert [(each.register, each.channel) for each in recorded] == [("firmware", "page")]
