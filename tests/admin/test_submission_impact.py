"""The impact on a submission's page: for readers of the FIR, recorded, and asked for when large."""

import pytest
from django.test import Client

from sec_registry.registers.vocabulary import Cell
from sec_registry.submissions.models import Submission
from sec_registry.submissions.review import submission_withdraw
from sec_registry.submissions.web import impact_shown
from tests.accounts.factories import OrganisationFactory, make_party, make_person
from tests.admin.desk import SHARED, Cast, canary_row, disclosures_during, page, text
from tests.registry import accept, draft, in_review, numbers_given

CLOSED = "told to those who may read the Firmware Information Repository"


def family(cast: Cast) -> tuple[int, int]:
    """A Device Model and the one it can be upgraded to."""
    first, second = numbers_given(
        accept(
            canary_row(51),
            canary_row(52, Upgrade="yes", Baselines="row 51"),
            panel=cast.panel,
        )
    )
    return first, second


def block(number: int, baseline: int) -> dict[str, Cell]:
    return {
        "Action": "block baselines",
        "CPL number": str(number),
        "Baselines": str(baseline),
        "Reason": "It loses the clock.",
    }


def opened(client: Client, submission: Submission, query: str = "") -> str:
    return text(client.get(page("submissions_submission_change", submission.pk) + query))


def test_a_reviewer_sees_who_is_stranded_and_why(cast: Cast) -> None:
    first, second = family(cast)
    submission = draft(block(second, first), by=cast.people["administrator"])

    shown: list[str] = []
    looks = disclosures_during(lambda: shown.append(opened(cast.client("reviewer"), submission)))

    assert f'<th scope="row">CPL {first}</th>' in shown[0]
    assert "stranded</span>" in shown[0]
    assert f"The step CPL {first} → CPL {second} is blocked: It loses the clock." in shown[0]
    assert SHARED in shown[0]
    (look,) = [row for row in looks if row.subject.startswith("impact of")]
    assert (look.register, look.numbers) == ("firmware", [first, second])


def test_a_block_shows_the_baselines_that_it_names(cast: Cast) -> None:
    first, second = family(cast)
    submission = draft(block(second, first), by=cast.people["administrator"])
    address = page("submissions_submission_change", submission.pk)

    (listed,) = cast.client("reviewer").get(address).context["differences"]

    shown = {each.column: (each.before, each.after) for each in listed.difference.fields}
    assert shown == {"Reason": ("", "It loses the clock."), "Baselines": ("", str(first))}


def test_a_maker_who_may_not_read_the_repository_is_told_nothing(cast: Cast) -> None:
    first, second = family(cast)
    stranger = make_person(organisation=OrganisationFactory(), staff=True)
    client = Client()
    client.force_login(stranger)
    pages = [
        opened(client, draft(row, by=stranger), query)
        for row in (block(second, first), block(first, second))
        for query in ("", "?impact=yes")
    ]

    for shown in pages:
        assert CLOSED in shown
        assert "stranded" not in shown.lower()
        assert "Newest" not in shown


def test_a_party_sees_the_impact_of_its_own_proposal(cast: Cast) -> None:
    first, second = family(cast)
    party = make_person(organisation=make_party(), staff=True)
    client = Client()
    client.force_login(party)

    assert "is blocked: It loses the clock." in opened(
        client, draft(block(second, first), by=party)
    )


def test_the_impact_of_a_very_large_submission_is_worked_out_when_asked(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(impact_shown, "AT_ONCE", 1)
    first, second = family(cast)
    submission = draft(block(second, first), canary_row(53), by=cast.people["administrator"])

    offered: list[str] = []
    looks = disclosures_during(lambda: offered.append(opened(cast.client("reviewer"), submission)))
    asked = opened(cast.client("reviewer"), submission, "?impact=yes")

    assert "Work out what it does to upgrade pathways" in offered[0]
    assert not [row for row in looks if row.subject.startswith("impact of")]
    assert "is blocked: It loses the clock." in asked


def test_the_impact_of_accepting_together_stands_on_the_page_that_asks(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = family(cast)
    by, reviewer = cast.people["administrator"], cast.people["reviewer"]
    chosen = [
        in_review(row, by=by, reviewer=reviewer) for row in (block(second, first), canary_row(53))
    ]
    action = {"action": "accept_together", "_selected_action": [str(each.pk) for each in chosen]}
    address = page("submissions_submission_changelist")

    def posted(**more: str) -> str:
        return text(cast.client("reviewer").post(address, {**action, **more}))

    at_once = posted()
    monkeypatch.setattr(impact_shown, "AT_ONCE", 1)
    large = posted()
    asked = posted(confirmed="yes", impact="yes", reason="Minute 12")

    assert "What they do to upgrade pathways together" in at_once
    assert f"row 2 of submission {chosen[0].pk}" in at_once
    assert "is blocked: It loses the clock." not in large
    assert "Work out what they do to upgrade pathways" in large
    assert "is blocked: It loses the clock." in asked
    # Who asked for it has not said yes by that, and what was typed is still there.
    assert 'value="Minute 12"' in asked
    assert set(Submission.objects.filter(pk__in=[s.pk for s in chosen]).values_list("state")) == {
        ("in_review",)
    }


def test_an_accepted_submission_tells_what_its_publication_did(cast: Cast) -> None:
    shown = opened(cast.client("reviewer"), cast.accepted)

    assert "What it did to upgrade pathways" in shown
    assert "No Device Model on the list gains or loses a way." in shown


def test_a_withdrawn_submission_has_no_impact(cast: Cast) -> None:
    withdrawn = submission_withdraw(submission=cast.draft, by=cast.people["submitter"])

    assert "upgrade pathways" not in opened(cast.client("reviewer"), withdrawn)
