"""Every clause has its rule, and every rule its test; what is held otherwise says how and where."""

from pathlib import Path
from typing import NamedTuple

import pytest

from sec_registry.registers.catalogue import registers
from sec_registry.registers.clauses import Clause
from sec_registry.registers.findings import Rule
from sec_registry.submissions.checking import all_rules

TESTS = Path(__file__).resolve().parent.parent


class Otherwise(NamedTuple):
    """How a clause is held without a rule about rows, and the test of that."""

    how: str
    test: str


HELD_OTHERWISE = {
    "App. Z 2.1(i)": Otherwise(
        "Struck out: there is no such column; a file that has one is told so when it is read.",
        "submissions/workbook/test_headings.py",
    ),
    "F2.15(a)": Otherwise(
        "The CPL number is the record's primary key, given on acceptance.",
        "firmware/test_constraints.py",
    ),
    "F2.16": Otherwise(
        "All registers are written in one acceptance, or none is.", "firmware/test_services.py"
    ),
    "F2.17B": Otherwise(
        "The read door: who knocks, and how far they see.", "firmware/test_access.py"
    ),
    "F2.34(c)": Otherwise(
        "The CPL number is the record's primary key, given on acceptance.",
        "zigbee/test_constraints.py",
    ),
    "F2.35": Otherwise(
        "All registers are written in one acceptance, or none is.", "zigbee/test_services.py"
    ),
    "F2.36": Otherwise(
        "The CPL number is the record's primary key, given on acceptance.",
        "zigbee/test_constraints.py",
    ),
    "F2.38": Otherwise("The read door asks the Committee's grants.", "zigbee/test_access.py"),
}

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
    assert (TESTS / HELD_OTHERWISE[code].test).is_file()


@pytest.fixture(scope="module")
def words_of_tests() -> str:
    """The text of all tests, with function names spelt as rule codes are."""
    texts = [path.read_text() for path in sorted(TESTS.rglob("test_*.py"))]
    return "\n".join(text + text.replace("_", "-") for text in texts)


@pytest.mark.parametrize("rule", RULES.values(), ids=lambda rule: rule.code)
def test_rule_is_named_by_a_test(rule: Rule, words_of_tests: str) -> None:
    assert rule.code in words_of_tests


@pytest.mark.parametrize("rule", RULES.values(), ids=lambda rule: rule.code)
def test_rule_is_one_plain_sentence(rule: Rule) -> None:
    assert rule.sentence[0].isupper()
    assert rule.sentence.endswith(".")
    assert len(rule.sentence) < 200
