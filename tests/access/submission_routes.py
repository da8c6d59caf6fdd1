"""Submissions over REST: what everybody gets at each address, and by each call.

Signed in first (401), then look-up (404 for what is not there and for what is not yours), then the
right to do it (403).
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from tests.access.lines import NOTHING_THERE, Line
from tests.access.people import FIR, NOBODY, PANEL, SIGNED_IN, SUBMITTERS, Audience, Who

ROOT = "api/v1/submissions/"
MAKERS: dict[str, Who] = {
    **dict.fromkeys(
        ("draft", "sendable", "submitted", "in_review", "doubtful", "rejected", "accepted"),
        Who.SUBMITTER,
    ),
    "withdrawn": Who.PARTY,
    "panel_draft": Who.ADMINISTRATOR,
    "stranger": Who.STRANGER,
}
READ = ("items", "findings", "difference")
STEPS = ("validate", "submit", "withdraw", "review", "waive", "return", "accept", "reject")

SUBMITTER: Audience = frozenset({Who.SUBMITTER})
REVIEWER: Audience = frozenset({Who.REVIEWER})


def submission_routes() -> Iterator[Line]:
    """What is read; a step is taken by POST alone."""
    yield Line(ROOT, f"/{ROOT}", SIGNED_IN, out=401)
    yield Line(f"{ROOT}validate/", f"/{ROOT}validate/", SIGNED_IN, yes=405, out=401)
    # What accepting together would do: the reviewers', of submissions that are named.
    chosen = f"/{ROOT}accept/"
    yield Line(chosen[1:], chosen, REVIEWER, yes=400, known=SIGNED_IN, out=401)
    named = f"{chosen}?submissions={{in_review}},{{submitted}}"
    yield Line(chosen[1:], named, REVIEWER, known=SIGNED_IN, out=401)
    one = f"{ROOT}<str:number>/"
    for key, maker in MAKERS.items():
        inside, own = PANEL | {maker}, frozenset({maker})
        for page in ("", *(f"{each}/" for each in READ)):
            yield _mine(f"{one}{page}", f"/{ROOT}{{{key}}}/{page}", inside)
        # The Panel sees the submission; a receipt is its makers'.
        others = (PANEL - own, 403)
        yield _mine(f"{one}receipt/", f"/{ROOT}{{{key}}}/receipt/", own, but=others)
        # Where no maker is of an organisation, all of the Panel learns that a question waits.
        learning = inside if maker in PANEL else own
        others = (PANEL - learning, 403)
        yield _mine(f"{one}questions/", f"/{ROOT}{{{key}}}/questions/", learning, but=others)
        # Upgrade pathways are the FIR audience's.
        yield _mine(
            f"{one}impact/", f"/{ROOT}{{{key}}}/impact/", inside & FIR, but=(inside - FIR, 403)
        )
        yield _mine(f"{one}evidence/", f"/{ROOT}{{{key}}}/evidence/", inside)
    readers = PANEL | SUBMITTER
    file = f"{one}evidence/<str:key>/"
    for key in ("draft", "in_review"):
        yield _mine(file, f"/{ROOT}{{{key}}}/evidence/{{{key}_evidence}}/", readers)
    # Not there, and there but of another submission.
    for nothing in (*NOTHING_THERE, "{in_review_evidence}"):
        yield _mine(file, f"/{ROOT}{{draft}}/evidence/{nothing}/", NOBODY)
    for nothing in NOTHING_THERE:
        for page in (
            "",
            *(f"{each}/" for each in (*READ, "receipt", "impact", "evidence", "questions")),
        ):
            yield _mine(f"{one}{page}", f"/{ROOT}{nothing}/{page}", NOBODY)
    answering = f"/{ROOT}{{accepted}}/questions/{{question}}/answer/"
    yield Line(f"{one}questions/<str:key>/answer/", answering, SIGNED_IN, yes=405, out=401)
    for step in STEPS:
        address = f"/{ROOT}{{draft}}/{step}/"
        yield Line(f"{one}{step}/", address, SIGNED_IN, yes=405, out=401)


def _mine(pattern: str, address: str, inside: Audience, **more: Any) -> Line:
    return Line(pattern, address, inside, no=404, out=401, known=SIGNED_IN, **more)


@dataclass(frozen=True)
class Call:
    """A call that is in order but for the right to make it; ``but`` see the submission, no more."""

    name: str
    address: str
    may: Audience
    body: dict[str, Any] = field(default_factory=dict)
    method: str = "post"
    yes: int = 200
    no: int = 404
    but: Audience = NOBODY
    changes: bool = True
    files: dict[str, str] = field(default_factory=dict)

    def refusal_for(self, who: Who) -> int:
        """The status for somebody who may not."""
        if who not in SIGNED_IN:
            return 401
        return 403 if who in self.but else self.no


DRAFT = {"title": "A try", "items": [{"values": {"Device type": "ESME"}}]}


def submission_calls() -> Iterator[Call]:
    """What is done by a call."""
    # DCC has no seat at the desk, and submits by program like any organisation's people.
    makers = (SUBMITTERS | {Who.DCC}) - REVIEWER
    yield Call("create", f"/{ROOT}", makers, DRAFT, yes=201, no=403)
    yield Call("rehearse", f"/{ROOT}validate/", makers, DRAFT, no=403, changes=False)
    edited = {"revision": 1, "title": "Renamed"}
    yield _step("draft", "", SUBMITTER, edited, method="patch")
    yield _step("draft", "validate/", PANEL | SUBMITTER)
    yield _step("sendable", "submit/", SUBMITTER)
    yield _step("submitted", "withdraw/", SUBMITTER)
    yield _step("submitted", "review/", REVIEWER)
    waiver = {"rule": "{advisory}", "reason": "seen"}
    yield _step("doubtful", "waive/", REVIEWER, waiver)
    yield _step("in_review", "reject/", REVIEWER, {"reason": "because"})
    yield _step("in_review", "return/", REVIEWER, {"reason": "because"})
    yield _step("in_review", "accept/", REVIEWER)
    kept = SUBMITTER | REVIEWER
    yield Call(
        "add evidence",
        f"/{ROOT}{{in_review}}/evidence/",
        kept,
        {"kind": "minutes"},
        yes=201,
        but=PANEL - kept,
        files={"file": "Nobody objected."},
    )
    yield Call(
        "take evidence back",
        f"/{ROOT}{{draft}}/evidence/{{draft_evidence}}/",
        SUBMITTER,
        method="delete",
        yes=204,
        but=PANEL - SUBMITTER,
    )
    answering = f"/{ROOT}{{accepted}}/questions/{{question}}/answer/"
    yield Call("answer", answering, SUBMITTER, {"text": "Well."})
    together = {"submissions": ["{in_review}"]}
    yield Call("accept together", f"/{ROOT}accept/", REVIEWER, together, no=403)


def _step(
    key: str, word: str, may: Audience, body: dict[str, Any] | None = None, method: str = "post"
) -> Call:
    address = f"/{ROOT}{{{key}}}/{word}"
    seen = (PANEL | SUBMITTER) - may
    return Call(f"{method} {word}{key}", address, may, body or {}, method, but=seen)
