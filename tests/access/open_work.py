"""Submissions of the access tests in every state, with canaries in their parts and findings.

What somebody typed stays theirs to see; the Panel sees the FIR part, and its reviewers the Zigbee
part too, as long as they review.
"""

from accounts.models import User
from sec_registry.registers.vocabulary import Cell
from sec_registry.submissions.checking import submission_check
from sec_registry.submissions.evidence import evidence_add
from sec_registry.submissions.intake import Row as ProposedRow
from sec_registry.submissions.intake import submission_replace_rows
from sec_registry.submissions.models import Evidence, Submission
from sec_registry.submissions.review import (
    submission_reject,
    submission_return,
    submission_start_review,
    submission_submit,
    submission_withdraw,
)
from tests.access.canaries import DZIR_START, Canaries
from tests.access.people import PANEL, Audience, People, Who
from tests.access.records import BARE, BLOCKED, GRANTED, HUB, REMOVED
from tests.registry import draft
from tests.rows import numbered_row

Row = dict[str, Cell]

#: An advisory that nobody has waived.
DOUBTFUL: Row = {"Model identifier": "MODEL"}
ADVISORY = "model-identifier-form"


def make_submissions(people: People, canaries: Canaries, sent: int) -> dict[str, Submission]:
    """One submission for each state, by the word that the routes call it by."""
    submitter, reviewer = people[Who.SUBMITTER], people[Who.REVIEWER]

    def title(word: str, maker: Who = Who.SUBMITTER) -> str:
        # What a list of submissions tells of each.
        return canaries.mark(f"submissioncanary-{word}", PANEL | {maker})

    made = {
        "draft": _checked(
            submitter, title("draft"), _damaged(canaries, 11, "draft", Who.SUBMITTER)
        ),
        "submitted": _sent(
            submitter, title("submitted"), _addition(canaries, 12, "submitted", reviewed=True)
        ),
        "in_review": _sent(
            submitter, title("in-review"), _addition(canaries, 13, "in-review", reviewed=True)
        ),
        "sendable": _checked(submitter, title("sendable"), _addition(canaries, 17, "sendable")),
        "doubtful": _sent(
            submitter,
            title("doubtful"),
            {**_addition(canaries, 18, "doubtful", reviewed=True), **DOUBTFUL},
        ),
        "returned": _sent(submitter, title("returned"), _addition(canaries, 19, "returned")),
        "resubmitted": _sent(
            submitter, title("resubmitted"), _addition(canaries, 20, "earlier", reviewed=True)
        ),
        "rejected": _sent(submitter, title("rejected"), _addition(canaries, 14, "rejected")),
        "withdrawn": _sent(
            people[Who.PARTY],
            title("withdrawn", Who.PARTY),
            _addition(canaries, 15, "withdrawn", by=Who.PARTY),
        ),
        "panel_draft": _checked(
            people[Who.ADMINISTRATOR],
            title("panel-draft", Who.ADMINISTRATOR),
            {
                **_damaged(canaries, 16, "panel-draft", Who.ADMINISTRATOR),
                "Action": "amend",
                "CPL number": GRANTED,
            },
        ),
        "stranger": _checked(
            people[Who.STRANGER],
            title("stranger", Who.STRANGER),
            *amendments_by_a_stranger(sent),
        ),
    }
    for word in ("in_review", "doubtful", "rejected", "returned", "resubmitted"):
        submission_start_review(submission=made[word], by=reviewer)
    submission_reject(submission=made["rejected"], reason="not now", by=reviewer)
    submission_withdraw(submission=made["withdrawn"], by=people[Who.PARTY])
    for word in ("returned", "resubmitted"):
        _send_back(made[word], reviewer, canaries, word)
    _send_again(made["resubmitted"], people, canaries)
    return made


def add_evidence(people: People, canaries: Canaries, submission: Submission, word: str) -> Evidence:
    """A file whose name and content are for its maker and the Panel."""
    readers = frozenset({Who.SUBMITTER}) | PANEL
    return evidence_add(
        submission=submission,
        by=people[Who.SUBMITTER],
        kind="mapping",
        name=canaries.mark(f"evidencecanary-name-{word}", readers),
        content=canaries.mark(f"evidencecanary-content-{word}", readers).encode(),
    )


def _send_back(submission: Submission, by: User, canaries: Canaries, word: str) -> None:
    """With a comment that quotes the Zigbee part."""
    readers = frozenset({Who.SUBMITTER, Who.REVIEWER})
    text = canaries.mark(f"{DZIR_START}-comment-{word}", readers)
    item = submission.items.get()
    submission_return(submission=submission, by=by, reason="mend it", comments={item.pk: text})


def _send_again(submission: Submission, people: People, canaries: Canaries) -> None:
    item = submission.items.get()
    row = ProposedRow(item.position, _addition(canaries, 20, "resubmitted", reviewed=True))
    submission_replace_rows(submission=submission, by=people[Who.SUBMITTER], rows=[row])
    submission_submit(submission=submission, by=people[Who.SUBMITTER])
    submission_start_review(submission=submission, by=people[Who.REVIEWER])


def amendments_by_a_stranger(sent: int) -> list[Row]:
    """Amendments whose findings would tell what the restricted registers hold."""
    return [
        # CPL has one radio here.
        {"Action": "amend", "CPL number": GRANTED, "ZigBee stack version": "1.0; 2.0; 3.0"},
        # Its only pathway is blocked.
        {"Action": "amend", "CPL number": BLOCKED, "Upgrade": "yes", "Baselines": str(GRANTED)},
        {"Action": "amend", "CPL number": HUB, "Upgrade": "not provided"},
        # Has no Zigbee contact.
        {
            "Action": "amend",
            "CPL number": BARE,
            "ZigBee chipset vendor": "A guess",
            "ZigBee stack version": "1.0",
        },
        {"Action": "amend", "CPL number": REMOVED, "Contact email": "guess@maker.example"},
        # No such pathway.
        {
            "Action": "block baselines",
            "CPL number": sent,
            "Baselines": str(HUB),
            "Reason": "a guess",
        },
    ]


def _addition(
    canaries: Canaries, place: int, word: str, *, by: Who = Who.SUBMITTER, reviewed: bool = False
) -> Row:
    own: Audience = frozenset({by})
    panel_sees = own | PANEL
    reviewers_see = own | ({Who.REVIEWER} if reviewed else frozenset())
    return {
        **numbered_row(place),
        **canaries.firmware(word, panel_sees, panel_sees),
        **canaries.zigbee(word, reviewers_see),
    }


def _damaged(canaries: Canaries, place: int, word: str, by: Who) -> Row:
    """A row whose findings quote what was typed in the FIR and in the Zigbee part."""
    row = _addition(canaries, place, word, by=by)
    return {
        **row,
        "Contact email": f"{row['Contact email']} ",
        "ZigBee chipset vendor": f" {row['ZigBee chipset vendor']}",
        "ZigBee stack version": f"{row['ZigBee stack version']} ",
    }


def _checked(by: User, title: str, *rows: Row) -> Submission:
    submission = draft(*rows, by=by, title=title)
    submission_check(submission=submission, by=by)
    return submission


def _sent(by: User, title: str, *rows: Row) -> Submission:
    return submission_submit(submission=draft(*rows, by=by, title=title), by=by)
