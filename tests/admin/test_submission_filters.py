"""What narrows a submission's page: findings by rule and column, items by kind and rule."""

from typing import Any

from django.test import Client

from accounts.models import User
from sec_registry.submissions.checking import submission_check
from sec_registry.submissions.models import Submission
from sec_registry.submissions.web.contents import A_PAGE
from tests.accounts.factories import OrganisationFactory, make_person
from tests.admin.desk import Cast, page
from tests.registry import draft
from tests.rows import numbered_row


def sees(client: Client, submission: Submission, query: str) -> Any:
    """What the page is made of."""
    answer = client.get(page("submissions_submission_change", submission.pk) + query)
    assert answer.status_code == 200
    return answer.context


def found(context: Any) -> list[tuple[str, int | None, str]]:
    """The findings shown: rule, row and column."""
    return [
        (group.rule.rule, finding.row, finding.column)
        for group in context["groups"]
        for finding in group.findings
    ]


def rows(context: Any) -> list[int]:
    return [each.difference.row for each in context["differences"]]


def with_problems(by: User, number: int) -> Submission:
    """Three problems in two columns, a removal of nothing, and a row without any."""
    submission = draft(
        numbered_row(41, **{"Manufacturer code": "FA1"}),
        numbered_row(42, **{"Manufacturer code": "FA2", "Contact email": "nonsense"}),
        numbered_row(43),
        {"Action": "amend", "CPL number": str(number), "Model name": "Imaginary Two"},
        by=by,
    )
    submission_check(submission=submission, by=by)
    return submission


def test_findings_are_narrowed_by_rule_and_column(cast: Cast) -> None:
    by, client = cast.people["submitter"], cast.client("submitter")
    submission = with_problems(by, cast.numbers[0])

    by_rule = sees(client, submission, "?level=problem&rule=manufacturer-code-form")
    by_column = sees(client, submission, "?level=problem&column=Contact email")

    assert found(by_rule) == [
        ("manufacturer-code-form", 2, "Manufacturer code"),
        ("manufacturer-code-form", 3, "Manufacturer code"),
    ]
    assert [each.column for each in by_rule["asked"].columns] == ["Manufacturer code"]
    assert found(by_column) == [("contact-email-is-valid", 3, "Contact email")]
    assert {(each.column, each.count) for each in by_column["asked"].columns} >= {
        ("Manufacturer code", 2),
        ("Contact email", 1),
    }


def test_a_rule_or_column_that_is_not_there_narrows_nothing(cast: Cast) -> None:
    by, client = cast.people["submitter"], cast.client("submitter")
    submission = with_problems(by, cast.numbers[0])
    everything = found(sees(client, submission, ""))

    for query in ("?rule=no-such-rule", "?column=item__cpl_number", "?level=x&rule=%00&column='"):
        assert found(sees(client, submission, query)) == everything
    assert len(everything) >= 3


def test_items_are_narrowed_by_kind_and_by_rule(cast: Cast) -> None:
    by, client = cast.people["submitter"], cast.client("submitter")
    submission = with_problems(by, cast.numbers[0])

    assert rows(sees(client, submission, "")) == [2, 3, 4, 5]
    assert rows(sees(client, submission, "?action=amend")) == [5]
    assert rows(sees(client, submission, "?breaks=contact-email-is-valid")) == [3]
    assert rows(sees(client, submission, "?action=amend&breaks=contact-email-is-valid")) == []
    assert rows(sees(client, submission, "?action=values__x&breaks=item")) == [2, 3, 4, 5]


def test_many_rows_with_findings_come_in_pages_and_stay_narrowed(cast: Cast) -> None:
    by, client = cast.people["submitter"], cast.client("submitter")
    bad = [numbered_row(1000 + n, **{"Manufacturer code": "FA1"}) for n in range(A_PAGE + 2)]
    submission = draft(*bad, numbered_row(2000, **{"Contact email": "nonsense"}), by=by)
    submission_check(submission=submission, by=by)
    query = "?level=problem&rule=manufacturer-code-form"

    first = sees(client, submission, query)
    second = sees(client, submission, f"{query}&findings=2")

    assert len(found(first)) == A_PAGE
    assert [row for _, row, _ in found(second)] == [A_PAGE + 2, A_PAGE + 3]


def test_the_column_of_a_masked_finding_is_neither_offered_nor_looked_for(cast: Cast) -> None:
    # The submitter typed the part; what is wrong in it is not the administrator's to read.
    submitter = make_person(organisation=OrganisationFactory(), staff=True)
    submission = draft(
        numbered_row(61, **{"ZigBee stack version": "V" * 70, "Manufacturer code": "FA1"}),
        by=submitter,
    )
    submission_check(submission=submission, by=submitter)
    column = "ZigBee stack version"
    asked = f"?level=problem&column={column}"

    theirs = sees(cast.client("administrator"), submission, asked)
    cast.clients["maker"] = Client()
    cast.clients["maker"].force_login(submitter)
    own = sees(cast.client("maker"), submission, asked)

    assert column in [each.column for each in own["asked"].columns]
    assert {each for _, _, each in found(own)} == {column}
    assert column not in [each.column for each in theirs["asked"].columns]
    assert theirs["asked"].narrowed.column == ""
    assert any(f.masked for group in theirs["groups"] for f in group.findings)
