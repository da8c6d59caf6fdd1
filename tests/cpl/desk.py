"""Putting rows before the rules of the Central Products List, and on it, without a submission."""

from collections.abc import Mapping, Sequence
from datetime import date

from cpl.register import CPL
from sec_registry.audit.acting import acting
from sec_registry.registers.candidates import Batch, Candidate
from sec_registry.registers.declaration import Accepted
from sec_registry.registers.digests import Document
from sec_registry.registers.findings import Finding
from sec_registry.registers.ledger import opened_ledger
from sec_registry.registers.vocabulary import Action, Cell, text_of
from tests.findings import findings_of
from tests.rows import Cells

LISTED_ON = date(2001, 2, 3)


def addition(
    cells: Cells, *, row: int = 2, number: int | None = None, initial_load: bool = False
) -> Candidate:
    """The row as somebody would add it."""
    given = {**cells, **({"CPL number": number} if number is not None else {})}
    return Candidate(
        row=row,
        action=Action.ADD,
        number=number,
        reference=text_of(cells.get("Reference")),
        given=given,
        initial_load=initial_load,
    )


def change(
    action: Action, number: int, cells: Mapping[str, Cell] | None = None, *, row: int = 2
) -> Candidate:
    """A change of the record with this number, such as it stands now."""
    documents = CPL.render([number])
    return Candidate(
        row=row,
        action=action,
        number=number,
        reference="",
        given={"Action": action, "CPL number": number, **(cells or {})},
        before=CPL.cells(documents[number]) if number in documents else {},
        from_panel=True,
    )


def amendment(number: int, cells: Mapping[str, Cell], *, row: int = 2) -> Candidate:
    return change(Action.AMEND, number, cells, row=row)


def removal(number: int, cells: Mapping[str, Cell] | None = None) -> Candidate:
    """A complete removal but for what the cells say."""
    complete: Cells = {
        "Removal reason": "Withdrawn in a story",
        "Removal authority": "Minutes of a fictional meeting",
        "Removal date": LISTED_ON.isoformat(),
        "Reason public": "no",
    }
    return change(Action.REMOVE, number, {**complete, **(cells or {})})


def findings(*candidates: Candidate) -> list[Finding]:
    """What the rules of the Central Products List say of the batch."""
    batch = Batch(candidates, today=LISTED_ON)
    CPL.gather(batch)
    return [
        finding
        for candidate in candidates
        for rule in CPL.rules
        for finding in findings_of(rule, candidate, batch)
    ]


def accept(*candidates: Candidate, organisation_id: int | None = None) -> list[int]:
    """Write the candidates into the live tables, unchecked; returns their CPL numbers."""
    with opened_ledger() as ledger, acting(by="test"):
        accepted = [
            Accepted(
                candidate=candidate,
                number=candidate.number or ledger.next_cpl_number(),
                publication=ledger.publication,
                published_on=LISTED_ON,
                organisation_id=organisation_id,
                numbers_by_reference={},
            )
            for candidate in candidates
        ]
        CPL.apply(accepted)
    return [each.number for each in accepted]


def enlist(*rows: Cells) -> list[int]:
    """Put the rows on the list; returns their CPL numbers."""
    return accept(*[addition(cells, row=at) for at, cells in enumerate(rows, start=2)])


def document(number: int) -> Document:
    return CPL.render([number])[number]


def codes(found: Sequence[Finding]) -> list[str]:
    return [finding.rule for finding in found]
