"""The clause page: every clause, rule, field and test on it, for anyone."""

import pytest
from django.test import Client
from django.utils.html import escape

from sec_registry.clauses.held import OPEN_READINGS
from sec_registry.clauses.naming import columns_named
from sec_registry.clauses.table import chapters
from sec_registry.registers.catalogue import registers
from sec_registry.submissions.checking import all_rules

RULES = {rule.code: rule for rule in all_rules()}


@pytest.fixture
def page(client: Client) -> str:
    return client.get("/clauses/").content.decode()


def test_every_clause_is_on_the_page(page: str) -> None:
    words = [clause.text for register in registers() for clause in register.clauses]

    assert [text for text in words if escape(text) not in page] == []


def test_every_rule_is_on_the_page_with_its_tests(page: str) -> None:
    told = {each.rule.code: each.tests for c in chapters() for g in c.grounds for each in g.rules}

    assert told.keys() == RULES.keys()
    assert [code for code, tests in told.items() if not tests or tests[0] not in page] == []


def test_open_readings_are_on_the_page(page: str) -> None:
    assert [each.place for each in OPEN_READINGS if escape(each.doubt) not in page] == []


@pytest.mark.parametrize(
    ("code", "columns"),
    [
        ("smets1-has-no-gbcs-version", ["GBCS version"]),
        ("block-has-a-reason", ["Reason"]),
        (
            "specification-version-form",
            ["SMETS/CHTS version", "GBCS version"],
        ),
    ],
)
def test_a_rule_tells_its_columns_itself(code: str, columns: list[str]) -> None:
    assert set(columns) <= set(columns_named(RULES[code]))


def test_anchors_stand_for_one_ground_each() -> None:
    anchors = [ground.anchor for chapter in chapters() for ground in chapter.grounds]

    assert len(set(anchors)) == len(anchors)
