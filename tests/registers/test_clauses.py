"""Every clause has its rule, and every rule its test; what is held otherwise says how and where."""

from pathlib import Path

import pytest

from sec_registry.clauses.held import HELD_OTHERWISE
from sec_registry.clauses.table import TESTS
from sec_registry.registers.catalogue import registers
from sec_registry.registers.clauses import Clause
from sec_registry.registers.findings import Rule
from sec_registry.submissions.checking import all_rules
from tests.clauses import naming_each_rule, written

ROOT = Path(__file__).resolve().parent.parent.parent


CLAUSES = [clause for register in registers() for clause in register.clauses]
RULES = {rule.code: rule for rule in all_rules()}


def clause_id(clause: Clause) -> str:
    return clause.code.removeprefix("App. Z ")


@pytest.mark.parametrize("clause", CLAUSES, ids=clause_id)
def test_clause_has_a_rule_or_is_held_otherwise(clause: Clause) -> None:
    cited = any(rule.ground == clause for rule in RULES.values())
    otherwise = HELD_OTHERWISE.get(clause.code)
    assert cited != bool(otherwise), f"{clause.code}: a rule, or a reason in HELD_OTHERWISE"


@pytest.mark.parametrize("code", HELD_OTHERWISE)
def test_what_is_held_otherwise_has_a_test(code: str) -> None:
    assert code in {clause.code for clause in CLAUSES}
    assert (ROOT / HELD_OTHERWISE[code].test).is_file()


@pytest.fixture(scope="module")
def tests_of() -> dict[str, list[str]]:
    """The tests that name each rule, as they stand."""
    return naming_each_rule(RULES)


@pytest.mark.parametrize("code", RULES)
def test_rule_is_named_by_a_test(code: str, tests_of: dict[str, list[str]]) -> None:
    assert tests_of[code] != []


def test_the_clause_page_names_the_tests_that_there_are(tests_of: dict[str, list[str]]) -> None:
    assert TESTS.read_text() == written(tests_of), "run: python -m tests.clauses"


@pytest.mark.parametrize("rule", RULES.values(), ids=lambda rule: rule.code)
def test_rule_is_one_plain_sentence(rule: Rule) -> None:
    assert rule.sentence[0].isupper()
    assert rule.sentence.endswith(".")
    assert len(rule.sentence) < 200
