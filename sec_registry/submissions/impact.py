"""What accepting a submission does to upgrade pathways, for those who may read them (S6).

While nothing is decided the submission is put on top of today's pathways; of an accepted one the
publication it was accepted in is compared with the one before. The same graph answers Parties.

SECURITY: everything here is computed from the Firmware Information Repository. Whoever may not
read all of it learns nothing, not even how many; everybody else's look is recorded, with the CPL
numbers that are shown, before anything is handed back.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from django.utils import timezone

from accounts.models import User
from cpl.columns import REGISTER as CPL_CODE
from firmware.columns import CODE as FIR_CODE
from firmware.compiled import graph_at, numbers_changed_in
from firmware.impact import Cause, CauseKind, Effect, PathwayImpact, impact
from firmware.proposed import as_it_would_stand
from firmware.register import FIR
from sec_registry.registers.candidates import Candidate
from sec_registry.registers.disclosure import Channel, disclose, refuse
from sec_registry.registers.models import Ledger
from sec_registry.registers.reach import Reach
from sec_registry.submissions.lifecycle import DECIDED
from sec_registry.submissions.models import Submission
from sec_registry.submissions.permissions import submissions_visible_to
from sec_registry.submissions.proposals import candidates_of

_WORDS = {
    CauseKind.BLOCKED: "The step {0} → {1} is blocked",
    CauseKind.WITHDRAWN: "{0} is no longer a baseline of {1}",
    CauseKind.REMOVED: "{1} is removed",
    CauseKind.ADDED: "{1} is new, with {0} as a baseline",
    CauseKind.DECLARED: "{0} becomes a baseline of {1}",
    CauseKind.UNBLOCKED: "The step {0} → {1} is no longer blocked",
    CauseKind.REINSTATED: "{1} is reinstated",
}


@dataclass(frozen=True)
class Place:
    """A Device Model: by its CPL number, or by the row that is to be given one."""

    cpl_number: int | None
    row: int | None = None
    reference: str = ""

    def __str__(self) -> str:
        if self.cpl_number is not None:
            return f"CPL {self.cpl_number}"
        return f"row {self.row}" + (f" ({self.reference})" if self.reference else "")


@dataclass(frozen=True)
class Because:
    """A step that opens or closes; ``row`` is the row of the submission that says so."""

    kind: str
    baseline: Place | None
    device_model: Place
    reason: str
    row: int | None

    @property
    def sentence(self) -> str:
        """The step and what happens to it, in words."""
        words = _WORDS[CauseKind(self.kind)]
        return words.format(self.baseline, self.device_model)


@dataclass(frozen=True)
class DeviceModelImpact:
    """What happens to one Device Model; ``losing`` and ``gaining`` count all its destinations."""

    device_model: Place
    stranded: bool
    losing: int
    gaining: int
    lost: list[Place]
    gained: list[Place]
    newest_before: list[Place]
    newest_after: list[Place]
    causes: list[Because]


@dataclass(frozen=True)
class Impact:
    """The impact on upgrade pathways, bounded: counts of all, and the first Device Models in full.

    ``readable``: whether it is this person's to know; if not, the rest says nothing.
    ``publication``: what it is told against, or the publication that brought it (``happened``);
    None when the submission was turned down, which changes nothing.
    """

    readable: bool
    publication: int | None = None
    happened: bool = False
    stranded: int = 0
    losing: int = 0
    gaining: int = 0
    complete: bool = True
    device_models: list[DeviceModelImpact] = field(default_factory=list)
    marking: str = FIR.marking

    @property
    def any(self) -> bool:
        """Whether anything changes for any Device Model that is on the list."""
        return bool(self.stranded or self.losing or self.gaining)


def may_know(user: User, submission: Submission) -> bool:
    """Whether the impact of this submission is theirs to know."""
    seen = submissions_visible_to(user).filter(pk=submission.pk).exists()
    return seen and FIR.reach(user).everything


def impact_of(*, submission: Submission, by: User, channel: Channel) -> Impact:
    """The impact for this person, recorded first; a refusal is recorded too."""
    if not may_know(by, submission):
        refuse(register=FIR, by=by, numbers=[], channel=channel)
        return Impact(readable=False)
    reach = FIR.reach(by)
    told = _told(submission, reach)
    disclose(
        register=FIR,
        by=by,
        numbers=_numbers(told),
        right=reach.right,
        channel=channel,
        subject=f"impact of submission {submission.pk}",
    )
    return told


def _told(submission: Submission, reach: Reach) -> Impact:
    accepted_in = submission.publication_id
    if accepted_in is not None:
        before, after = (graph_at(n, reach=reach) for n in (accepted_in - 1, accepted_in))
        changed = numbers_changed_in(accepted_in, reach=reach)
        return _impact(impact(before, after, changed), {}, accepted_in, happened=True)
    if submission.state in DECIDED:
        return Impact(readable=True)
    today = Ledger.objects.get(pk=1).last_publication
    before = graph_at(today, reach=reach)
    # The Zigbee part bears on no pathway, so it is not even read.
    candidates = candidates_of([submission], (CPL_CODE, FIR_CODE))
    proposed = as_it_would_stand(before, candidates, timezone.localdate())
    found = impact(before, proposed.graph, proposed.rows.keys())
    return _impact(found, proposed.rows, today, happened=False)


def _impact(
    found: PathwayImpact, rows: Mapping[int, Candidate], publication: int, *, happened: bool
) -> Impact:
    return Impact(
        readable=True,
        publication=publication,
        happened=happened,
        stranded=found.stranded,
        losing=found.losing,
        gaining=found.gaining,
        complete=found.complete,
        device_models=[_device_model(effect, rows) for effect in found.effects],
    )


def _device_model(effect: Effect, rows: Mapping[int, Candidate]) -> DeviceModelImpact:
    def places(numbers: Iterable[int]) -> list[Place]:
        return [_place(number, rows) for number in numbers]

    return DeviceModelImpact(
        device_model=_place(effect.number, rows),
        stranded=effect.stranded,
        losing=effect.losing,
        gaining=effect.gaining,
        lost=places(effect.lost),
        gained=places(effect.gained),
        newest_before=places(effect.newest_before),
        newest_after=places(effect.newest_after),
        causes=[_because(cause, rows) for cause in effect.causes],
    )


def _place(number: int, rows: Mapping[int, Candidate]) -> Place:
    if number > 0:
        return Place(number)
    candidate = rows[number]
    return Place(None, candidate.row, candidate.reference)


def _because(cause: Cause, rows: Mapping[int, Candidate]) -> Because:
    # An edge stands in the row of the Device Model it leads to.
    candidate = rows.get(cause.device_model)
    return Because(
        kind=cause.kind.value,
        baseline=None if cause.baseline is None else _place(cause.baseline, rows),
        device_model=_place(cause.device_model, rows),
        reason=cause.reason,
        row=candidate.row if candidate else None,
    )


def _numbers(told: Impact) -> list[int]:
    """Every CPL number that is shown."""
    places: list[Place] = []
    for each in told.device_models:
        places += [each.device_model, *each.lost, *each.gained]
        places += [*each.newest_before, *each.newest_after]
        for cause in each.causes:
            places += [cause.device_model, *([cause.baseline] if cause.baseline else [])]
    return [place.cpl_number for place in places if place.cpl_number is not None]
