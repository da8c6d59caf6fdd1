"""A submission's page: findings by level, waivers, differences before and after, and its looks."""

import pytest
from django.test import Client

from sec_registry.registers.models import Publication
from sec_registry.submissions.checking import submission_check
from sec_registry.submissions.models import Submission, Waiver
from sec_registry.submissions.review import submission_start_review, submission_submit
from sec_registry.submissions.web.contents import A_PAGE
from tests.accounts.factories import OrganisationFactory, make_person
from tests.admin.desk import NOTES, VENDOR, Cast, canary_row, disclosures_during, page, said, text
from tests.registry import accept, draft
from tests.rows import numbered_row

#: Two rows whose Hash is the same: one advisory, at the later one.
SHARED_HASH = {"Image hash": "A" * 64}


def opened(client: Client, submission: Submission, query: str = "") -> str:
    return text(client.get(page("submissions_submission_change", submission.pk) + query))


def reviewed(by_client: Client, cast: Cast) -> Submission:
    """A submission in review with an advisory, and its reviewer at the desk."""
    submission = draft(
        numbered_row(11, **SHARED_HASH),
        numbered_row(12, **SHARED_HASH),
        by=cast.people["submitter"],
    )
    submission_submit(submission=submission, by=cast.people["submitter"])
    submission_start_review(submission=submission, by=cast.people["reviewer"])
    by_client.force_login(cast.people["reviewer"])
    return submission


def waived(client: Client, submission: Submission, **typed: object) -> str:
    answer = client.post(page("submissions_submission_waive", submission.pk), typed)
    assert answer.status_code in (302, 400)
    return said(answer)


def test_an_advisory_is_waived_and_then_the_submission_accepted(cast: Cast, client: Client) -> None:
    submission = reviewed(client, cast)
    rule = submission.findings.get().rule
    before = opened(client, submission)

    first = client.post(page("submissions_submission_step", submission.pk, "accept"))
    waiver = waived(client, submission, rule=rule, reason="One image for two models.")
    between = opened(client, submission, "?level=advisory")
    second = client.post(page("submissions_submission_step", submission.pk, "accept"))

    submission.refresh_from_db()
    assert "1 finding stands in the way" in before
    assert "stands in the way" in said(first)
    assert "were waived" in waiver
    assert "One image for two models." in between
    assert "was accepted" in said(second)
    assert submission.publication == Publication.objects.latest("number")
    assert page("registers_publication_change", submission.publication_id) in opened(
        client, submission
    )


def test_an_advisory_is_waived_for_one_row(cast: Cast, client: Client) -> None:
    submission = reviewed(client, cast)
    finding = submission.findings.get()

    waived(client, submission, rule=finding.rule, item=finding.item_id, reason="Seen.")

    assert Waiver.objects.get(submission=submission).row == finding.row
    assert f"for row {finding.row}" in opened(client, submission, "?level=advisory")


@pytest.mark.parametrize("item", ["²", "9" * 30, "-1", "nothing"])
def test_a_waiver_for_a_row_that_cannot_be_is_not_there(
    cast: Cast, client: Client, item: str
) -> None:
    submission = reviewed(client, cast)
    typed = {"rule": submission.findings.get().rule, "item": item, "reason": "x"}

    answer = client.post(page("submissions_submission_waive", submission.pk), typed)

    assert answer.status_code == 404


def test_a_waiver_needs_a_reason_an_advisory_and_a_reviewer(cast: Cast, client: Client) -> None:
    submission = reviewed(client, cast)
    rule = submission.findings.get().rule
    without_reason = waived(client, submission, rule=rule, reason="")
    address = page("submissions_submission_waive", submission.pk)
    long = client.post(
        f"{address}?level=advisory", {"rule": rule, "reason": f"seen on {'x' * 501}"}
    )
    of_nothing = waived(client, submission, rule="no-such-rule", reason="x")
    client.force_login(cast.people["administrator"])
    by_another = waived(client, submission, rule=rule, reason="x")

    assert "needs a reason" in without_reason
    assert "no advisory" in of_nothing
    assert long.status_code == 400
    assert 'value="seen on xxx' in text(long)
    assert "You may not" in by_another
    assert not Waiver.objects.filter(submission=submission).exists()


def test_a_row_of_another_submission_cannot_be_waived(cast: Cast, client: Client) -> None:
    submission = reviewed(client, cast)
    foreign = cast.draft.items.get()
    typed = {"rule": submission.findings.get().rule, "item": foreign.pk, "reason": "x"}

    answer = client.post(page("submissions_submission_waive", submission.pk), typed)

    assert answer.status_code == 404


def test_findings_stand_under_their_levels(cast: Cast, client: Client) -> None:
    submission = draft(
        numbered_row(21, **{"Manufacturer code": "FA1"}),
        numbered_row(22, **{"Model identifier": "MODEL"}),
        by=cast.people["submitter"],
    )
    submission_check(submission=submission, by=cast.people["submitter"])
    client.force_login(cast.people["submitter"])

    problems = opened(client, submission)
    advisories = opened(client, submission, "?level=advisory")

    assert "four hexadecimal digits" in problems
    assert "rule <code>manufacturer-code-form</code>" in problems
    assert "rule <code>model-identifier-form</code>" not in problems
    assert "rule <code>manufacturer-code-form</code>" not in advisories
    assert "rule <code>model-identifier-form</code>" in advisories


def test_the_difference_of_an_amendment_shows_before_and_after(cast: Cast, client: Client) -> None:
    number = cast.numbers[0]
    amendment = draft(
        {
            "Action": "amend",
            "CPL number": number,
            "Model name": "Imaginary Two",
            "Release notes": "Second thoughts.",
            "ZigBee stack version": "HouseOfCards 2",
        },
        by=cast.people["administrator"],
    )

    def shown(who: str) -> dict[str, tuple[str | None, str]]:
        address = page("submissions_submission_change", amendment.pk)
        (listed,) = cast.client(who).get(address).context["differences"]
        return {each.column: (each.before, each.after) for each in listed.difference.fields}

    assert shown("administrator") == {
        "Model name": ("Imaginary One", "Imaginary Two"),
        "Release notes": (f"{NOTES} 1", "Second thoughts."),
        "ZigBee stack version": (None, "HouseOfCards 2"),
    }
    assert shown("reviewer") == {
        "Model name": ("Imaginary One", "Imaginary Two"),
        "Release notes": (f"{NOTES} 1", "Second thoughts."),
    }


def test_a_strangers_draft_to_amend_shows_nothing_of_the_register(
    cast: Cast, client: Client
) -> None:
    stranger = make_person(organisation=OrganisationFactory(), staff=True)
    amendment = draft(
        {
            "Action": "amend",
            "CPL number": cast.numbers[0],
            "Release notes": "Guess",
            "ZigBee chipset vendor": "Guess",
            "ZigBee stack version": "",
        },
        by=stranger,
    )
    submission_check(submission=amendment, by=stranger)
    client.force_login(stranger)

    shown = "".join(
        opened(client, amendment, f"?level={level}") for level in ("problem", "advisory", "note")
    )

    assert NOTES not in shown
    assert VENDOR not in shown
    assert "not yours to read" in shown


def test_looks_at_a_submission_are_recorded(cast: Cast) -> None:
    address = page("submissions_submission_change", cast.draft.pk)
    submission_submit(submission=cast.draft, by=cast.people["submitter"])

    by_reviewer = disclosures_during(lambda: cast.client("reviewer").get(address))
    by_maker = disclosures_during(lambda: cast.client("submitter").get(address))

    subject = f"submission {cast.draft.pk}, 1 item"
    assert [(row.register, row.subject) for row in by_reviewer] == [
        ("firmware", subject),
        ("zigbee", subject),
        ("firmware", f"impact of submission {cast.draft.pk}"),
    ]
    assert {row.route for row in by_reviewer} == {address}
    assert by_maker == []


def test_stale_findings_say_so_and_are_run_again(cast: Cast) -> None:
    submission_check(submission=cast.draft, by=cast.people["submitter"])
    address = page("submissions_submission_change", cast.draft.pk)
    client = cast.client("submitter")
    fresh = text(client.get(address))
    accept(canary_row(31), panel=cast.panel)
    stale = text(client.get(address))

    answer = client.post(page("submissions_submission_check", cast.draft.pk))

    assert "stale" not in fresh
    assert "These findings are stale" in stale
    assert "worked out again" in said(answer)
    assert "stale" not in text(client.get(address))


def test_findings_of_a_decided_submission_stay_as_they_are(cast: Cast) -> None:
    answer = cast.client("reviewer").post(page("submissions_submission_check", cast.accepted.pk))

    assert "was decided" in said(answer)


def test_items_come_in_pages(cast: Cast, client: Client) -> None:
    by = cast.people["administrator"]
    many = draft(*(numbered_row(1000 + i) for i in range(A_PAGE + 3)), by=by)
    client.force_login(by)
    address = page("submissions_submission_change", many.pk)

    first, second = (client.get(f"{address}?page={n}").context["differences"] for n in (1, 2))

    assert len(first) == A_PAGE
    assert [each.difference.row for each in second] == [A_PAGE + 2, A_PAGE + 3, A_PAGE + 4]
