"""Findings: what a rule says of a proposed change, and how rules are declared.

A rule is a small named function that takes one candidate and its batch, touches no request, and
yields a ``Breach`` for each thing wrong. Its docstring is the rule in one plain sentence.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import models

from sec_registry.registers.clauses import Ground

if TYPE_CHECKING:
    from sec_registry.registers.candidates import Batch, Candidate


class Level(models.TextChoices):
    """A problem blocks; an advisory needs a waiver with a reason; a note informs."""

    PROBLEM = "problem", "Problem"
    ADVISORY = "advisory", "Advisory"
    NOTE = "note", "Note"


@dataclass(frozen=True, slots=True)
class Breach:
    """What a rule found at one column of one candidate.

    ``discloses`` marks a sentence that rests on what the register already holds rather than on
    what was typed: in a restricted register only its readers may see it.
    """

    column: str
    message: str
    found: str = ""
    expected: str = ""
    discloses: bool = False


Check = Callable[["Candidate", "Batch"], Iterable[Breach]]


@dataclass(frozen=True)
class Rule:
    """A declared rule: its code, ground, level, register and the actions it speaks of."""

    code: str
    ground: Ground
    level: Level
    register: str
    sentence: str
    check: Check
    actions: frozenset[str]


@dataclass(frozen=True, slots=True)
class Finding:
    """A breach with its rule, at a row (the candidate's position; None: the whole file)."""

    rule: str
    ground: str
    level: Level
    register: str
    row: int | None
    reference: str
    column: str
    message: str
    found: str = ""
    expected: str = ""
    discloses: bool = False
    key: int = 0


class RuleBook:
    """The rules of one register, in the order they are written."""

    def __init__(self, register: str) -> None:
        self.register = register
        self.rules: list[Rule] = []

    def rule(
        self, ground: Ground, *, level: Level = Level.PROBLEM, on: Iterable[str]
    ) -> Callable[[Check], Check]:
        """Declare the function as a rule on the given actions; its code is its name with dashes."""

        def declare(check: Check) -> Check:
            sentence = " ".join((check.__doc__ or "").split())
            name = getattr(check, "__name__", "")
            if not sentence:
                raise TypeError(f"Rule {name} needs a docstring: the rule in one sentence.")
            self.rules.append(
                Rule(
                    code=name.replace("_", "-"),
                    ground=ground,
                    level=level,
                    register=self.register,
                    sentence=sentence,
                    check=check,
                    actions=on if isinstance(on, frozenset) else frozenset(on),
                )
            )
            return check

        return declare


def finding(rule: Rule, candidate: "Candidate", breach: Breach) -> Finding:
    """What the rule found, at the candidate's row."""
    # SECURITY: a value that was not typed comes from the register; see Breach.discloses.
    from_register = candidate.amends and breach.column not in candidate.given
    return Finding(
        rule=rule.code,
        ground=str(rule.ground),
        level=rule.level,
        register=rule.register,
        row=candidate.row,
        reference=candidate.reference,
        column=breach.column,
        message=breach.message,
        found=breach.found,
        expected=breach.expected,
        discloses=breach.discloses or from_register,
        key=candidate.key,
    )
