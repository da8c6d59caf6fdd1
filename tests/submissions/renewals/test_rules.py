"""What a renewal must say, and what needs a second look."""

from collections.abc import Callable

import pytest

from sec_registry.registers.findings import Level
from sec_registry.submissions.checking import run_rules
from sec_registry.submissions.proposals import batch_of_rows
from tests.registry import Panel, accept, rows_of
from tests.rows import CPA_DATE, Cells, numbered_row
from tests.submissions.renewals.words import NEW, OLD, renewal, zigbee_renewal

pytestmark = pytest.mark.django_db
Problems = Callable[..., list[tuple[str, str]]]


def advisories(*rows: Cells) -> list[tuple[str, str]]:
    findings = list(run_rules(batch_of_rows(rows_of(rows))))
    return [(f.rule, f.column) for f in findings if f.level == Level.ADVISORY]


@pytest.mark.parametrize(
    ("row", "found"),
    [
        (
            renewal(**{"Replaces certificate": ""}),
            [("renewal-names-both-certificates", "Replaces certificate")],
        ),
        (
            {"Action": "renew certificate", "Replaces certificate": OLD},
            [("renewal-names-both-certificates", "Action")],
        ),
        (
            renewal(**{"CPA certificate": ""}),
            [("renewal-names-both-certificates", "CPA certificate")],
        ),
        (renewal(**{"CPA standard": ""}), [("renewal-names-both-certificates", "CPA standard")]),
        (
            renewal(**{"DLMS standard": "Blue Book 13", "DLMS certificate": "DLMS-1"}),
            [("renewal-names-both-certificates", "CPA certificate")],
        ),
        (
            zigbee_renewal(**{"ZigBee certificate": "A; B"}),
            [("renewal-names-both-certificates", "ZigBee certificate")],
        ),
        (renewal(**{"CPA date": ""}), [("new-cpa-details-given", "CPA date")]),
        (renewal(**{"CPA date kind": ""}), [("new-cpa-details-given", "CPA date kind")]),
        (
            renewal(**{"Security Characteristics version": ""}),
            [("new-cpa-details-given", "Security Characteristics version")],
        ),
        (
            renewal(**{"Replaces certificate": "CPA-NOBODYS"}),
            [("renewed-certificate-in-force", "Replaces certificate")],
        ),
        (
            renewal(**{"Replaces certificate": "ZIG-FICTION-1"}),
            [("renewed-certificate-in-force", "Replaces certificate")],
        ),
        (
            renewal(**{"CPA certificate": "CPA-FICTION-4"}),
            [
                ("new-certificate-said-alike", "CPA standard"),
                ("new-certificate-said-alike", "CPA date"),
                ("new-certificate-said-alike", "CPA date kind"),
                ("new-certificate-said-alike", "Security Characteristics version"),
            ],
        ),
        (renewal(**{"CPL number": "1"}), [("no-record-is-named", "CPL number")]),
        (renewal(**{"CPA date": "31/12/3009"}), [("date-in-iso-form", "CPA date")]),
    ],
)
def test_what_a_renewal_lacks_is_a_problem(
    row: Cells, found: list[tuple[str, str]], panel: Panel, problems: Problems
) -> None:
    assert problems(row) == found


def test_a_renewal_that_says_nothing_new_is_refused(panel: Panel, problems: Problems) -> None:
    same = {
        "CPA certificate": OLD,
        "CPA standard": "CPA 1.3",
        "CPA date": CPA_DATE,
        "CPA date kind": "RENEWAL",
        "Security Characteristics version": "1.3",
    }
    assert problems(renewal(**same)) == [("new-certificate-said-alike", "CPA certificate")]


def test_a_certificate_that_was_replaced_is_neither_renewed_nor_brought_back(
    panel: Panel, problems: Problems
) -> None:
    accept(renewal(), panel=panel)

    again = renewal(**{"CPA certificate": "CPA-FICTION-THIRD"})
    assert problems(again) == [("renewed-certificate-in-force", "Replaces certificate")]
    back = renewal(**{"Replaces certificate": NEW, "CPA certificate": OLD})
    assert problems(back)[0] == ("new-certificate-said-alike", "CPA certificate")


def test_a_certificate_of_removed_device_models_alone_is_not_renewed(
    panel: Panel, problems: Problems
) -> None:
    removal: Cells = {
        "Action": "remove",
        "CPL number": "4",
        "Removal reason": "error",
        "Removal authority": "Panel",
        "Removal date": "2024-01-05",
        "Reason public": "no",
    }
    accept(removal, panel=panel)

    found = problems(renewal(**{"Replaces certificate": "CPA-FICTION-4"}))
    assert found == [("renewed-certificate-in-force", "Replaces certificate")]


@pytest.mark.parametrize("date_typed", ["2998-01-01", CPA_DATE])
def test_a_date_that_is_not_later_needs_a_waiver(date_typed: str, panel: Panel) -> None:
    assert advisories(renewal(**{"CPA date": date_typed})) == [("renewal-is-for-later", "CPA date")]
    assert advisories(renewal()) == []


def test_a_number_of_two_schemes_needs_a_waiver(panel: Panel, problems: Problems) -> None:
    accept(numbered_row(5, **{"DLMS certificate": "ZIG-FICTION-1"}), panel=panel)

    row = zigbee_renewal()
    assert problems(row) == []
    assert advisories(row) == [("renewed-number-names-one-certificate", "Replaces certificate")]


@pytest.mark.parametrize(
    "beside",
    [
        renewal(**{"CPA certificate": "CPA-FICTION-OTHER"}),
        {
            "Action": "amend",
            "CPL number": "1",
            "CPA certificate": "CPA-FICTION-4",
        },
        numbered_row(5, **{"CPA certificate": OLD}),
        renewal(**{"Replaces certificate": "CPA-FICTION-4", "CPA certificate": OLD}),
    ],
)
def test_a_renewal_beside_another_change_of_the_certificate_is_refused(
    beside: Cells, panel: Panel, problems: Problems
) -> None:
    assert ("certificate-renewed-once", "Replaces certificate") in problems(beside, renewal())


def test_what_changes_beside_two_renewals_is_told_at_the_first(
    panel: Panel, problems: Problems
) -> None:
    again = renewal(**{"CPA certificate": "CPA-FICTION-OTHER"})
    once = ("certificate-renewed-once", "Replaces certificate")
    assert problems(renewal(), again).count(once) == 1
    assert problems(renewal(), again, numbered_row(5, **{"CPA certificate": OLD})).count(once) == 2


def test_a_row_that_says_otherwise_of_the_new_certificate_is_refused(
    panel: Panel, problems: Problems
) -> None:
    otherwise = renewal(**{"Replaces certificate": "CPA-FICTION-4", "CPA date": "3010-01-01"})
    assert problems(renewal(), otherwise) == [("new-certificate-said-alike", "CPA date")]


def test_who_names_a_replaced_certificate_anew_is_told_of_its_successor(panel: Panel) -> None:
    accept(renewal(), panel=panel)
    amended: Cells = {"Action": "amend", "CPL number": "4", "CPA certificate": OLD}
    kept: Cells = {"Action": "amend", "CPL number": "1", "Release notes": "Again."}
    added = numbered_row(5, **{"CPA certificate": OLD})

    told = [advisories(row) for row in (added, amended, kept)]

    here = ("certificate-in-force", "CPA certificate")
    assert [here in each for each in told] == [True, True, False]


def test_a_certificate_in_force_needs_no_second_look(panel: Panel) -> None:
    added = numbered_row(5, **{"CPA certificate": OLD})
    assert "certificate-in-force" not in {rule for rule, _ in advisories(added)}
