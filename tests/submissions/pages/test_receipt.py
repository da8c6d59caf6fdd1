"""The receipt: what one person sent, on a page and as a file, with a digest that can be checked."""

import hashlib
import json
from typing import Any

import pytest

from accounts.services import user_join_organisation
from sec_registry.registers.digests import canonical
from sec_registry.submissions.intake import Row, submission_replace_rows
from sec_registry.submissions.models import Contributor
from sec_registry.submissions.pages import receipt
from sec_registry.submissions.receipts import receipt_of
from tests.accounts.factories import BY
from tests.admin.desk import CLOSED, NOTES, SHARED, VENDOR, Cast, disclosures_during
from tests.registry import draft
from tests.rows import numbered_row
from tests.submissions.pages.addresses import at, shown


def file_of(cast: Cast, who: str, pk: int) -> dict[str, Any]:
    """The file as a program reads it."""
    answer: Any = cast.client(who).get(at("receipt_file", pk))
    assert answer["Content-Disposition"] == f'attachment; filename="receipt-{pk}.json"'
    told: dict[str, Any] = json.loads(b"".join(answer.streaming_content))
    return told


def test_the_receipt_holds_what_its_reader_typed(cast: Cast) -> None:
    page = shown(cast.client("submitter"), at("receipt", cast.accepted.pk))

    assert NOTES in page
    assert VENDOR in page
    assert SHARED in page
    assert CLOSED in page
    for number in cast.numbers:
        assert f"CPL number given: {number}" in page


def test_the_receipt_of_a_draft_says_that_it_was_not_sent(cast: Cast) -> None:
    assert "It was not submitted yet." in shown(
        cast.client("submitter"), at("receipt", cast.draft.pk)
    )


def test_the_file_has_the_digest_that_its_rows_give(cast: Cast) -> None:
    told = file_of(cast, "submitter", cast.accepted.pk)

    whole = hashlib.sha256()
    for line in told["results"]:
        sent = {name: line[name] for name in line if name not in ("digest", "given_number")}
        assert hashlib.sha256(canonical(sent).encode()).hexdigest() == line["digest"]
        whole.update(bytes.fromhex(line["digest"]))
    assert told["digest"] == whole.hexdigest()
    assert told["count"] == len(told["results"]) == 2


def test_page_file_and_program_give_the_same_digest(cast: Cast) -> None:
    by, pk = cast.people["submitter"], cast.accepted.pk
    known = receipt_of(submission=cast.accepted, by=by, limit=1).digest
    api = cast.client("submitter").get(f"/api/v1/submissions/{pk}/receipt/").json()
    file = file_of(cast, "submitter", pk)

    assert known in shown(cast.client("submitter"), at("receipt", pk))
    assert file["digest"] == api["digest"] == known
    assert file["results"] == api["results"]
    assert set(file) == set(api) - {"next"}


def test_what_another_maker_typed_is_not_in_it(cast: Cast) -> None:
    row = {"Reference": "by another"}
    colleague = user_join_organisation(
        user=cast.people["ceased"], organisation=cast.people["submitter"].organisation, by=BY
    )
    Contributor.objects.create(submission=cast.draft, person=colleague, since=cast.draft.created_at)
    submission_replace_rows(submission=cast.draft, by=colleague, rows=[Row(2, row)])

    page = shown(cast.client("ceased"), at("receipt", cast.draft.pk))
    file = file_of(cast, "ceased", cast.draft.pk)

    for secret in (NOTES, VENDOR):
        assert secret not in page
        assert secret not in json.dumps(file)
    assert file["markings"] == []


def test_ones_own_words_are_no_disclosure(cast: Cast) -> None:
    def look() -> None:
        shown(cast.client("submitter"), at("receipt", cast.accepted.pk))
        file_of(cast, "submitter", cast.accepted.pk)

    assert disclosures_during(look) == []


def test_a_long_receipt_comes_in_pages_and_in_one_file(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(receipt, "A_PAGE", 2)
    rows = [numbered_row(place, Reference=f"mine-{place}") for place in (21, 22, 23)]
    made = draft(*rows, by=cast.people["submitter"])
    client = cast.client("submitter")

    first = shown(client, at("receipt", made.pk))
    second = shown(client, f"{at('receipt', made.pk)}?after=3")

    assert ("mine-22" in first, "mine-23" in first) == (True, False)
    assert ("mine-22" in second, "mine-23" in second) == (False, True)
    assert "?after=3" in first
    assert len(file_of(cast, "submitter", made.pk)["results"]) == 3


@pytest.mark.parametrize("after", ["nothing", "-1", "9" * 30, "９"])
def test_an_odd_place_to_begin_is_the_beginning_or_the_end(cast: Cast, after: str) -> None:
    shown(cast.client("submitter"), f"{at('receipt', cast.draft.pk)}?after={after}")
