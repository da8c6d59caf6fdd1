"""What accepting a submission does to upgrade pathways, for those who may read them (S6).

While nothing is decided the submission is put on top of today's pathways; of an accepted one the
publication it was accepted in is compared with the one before. The same graph answers Parties.

SECURITY: everything here is computed from the Firmware Information Repository. Whoever may not
read all of it learns nothing, not even how many; everybody else's look is recorded, with the CPL
numbers that are shown, before anything is handed back.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from django.utils import timezone

from accounts.models import User
from firmware.columns import CODE as FIR_CODE
from firmware.compiled import graph_at, numbers_changed_in
from firmware.impact import MOST_WORK, Cause, Effect, PathwayImpact, impact
from firmware.proposed import COLUMNS_READ, as_it_would_stand, days_ahead
from firmware.register import FIR
from sec_registry.registers.candidates import Candidate
from sec_registry.registers.disclosure import Channel, disclose, refuse
from sec_registry.registers.models import Ledger
from sec_registry.registers.reach import Reach
from sec_registry.submissions.impact_shapes import (
    Because,
    DeviceModelImpact,
    Impact,
    LaterImpact,
    Place,
)
from sec_registry.submissions.lifecycle import DECIDED
from sec_registry.submissions.models import Submission
from sec_registry.submissions.permissions import submissions_visible_to
from sec_registry.submissions.proposals import candidates_of

#: So many days on which planned removals follow are told one by one.
MOST_DAYS = 12


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
    # What bears on no step is not even read.
    candidates = candidates_of([submission], (FIR_CODE,), COLUMNS_READ)
    day = timezone.localdate()
    stages = _stages(days_ahead(candidates, day))
    work = MOST_WORK // (1 + len(stages))
    proposed = as_it_would_stand(before, candidates, day)
    found = impact(before, proposed.graph, proposed.rows.keys(), most_work=work)
    later, stands = [], proposed.graph
    for first, last in stages:
        then = as_it_would_stand(before, candidates, day, until=last)
        follows = impact(stands, then.graph, then.rows.keys(), most_work=work)
        later.append(_later(first, last, follows, then.rows))
        stands = then.graph
    return _impact(found, proposed.rows, today, happened=False, later=later)


def _stages(days: Sequence[date]) -> list[tuple[date, date]]:
    """Each day as its own first and last; of very many the last ones are one stage."""
    single = days if len(days) <= MOST_DAYS else days[: MOST_DAYS - 1]
    rest = days[len(single) :]
    return [*((each, each) for each in single), *([(rest[0], rest[-1])] if rest else [])]


def _later(
    first: date, last: date, found: PathwayImpact, rows: Mapping[int, Candidate]
) -> LaterImpact:
    return LaterImpact(
        first=first,
        last=last,
        stranded=found.stranded,
        losing=found.losing,
        gaining=found.gaining,
        complete=found.complete,
        device_models=[_device_model(effect, rows) for effect in found.effects],
    )


def _impact(
    found: PathwayImpact,
    rows: Mapping[int, Candidate],
    publication: int,
    *,
    happened: bool,
    later: Sequence[LaterImpact] = (),
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
        later=list(later),
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
    later = (each for stage in told.later for each in stage.device_models)
    for each in (*told.device_models, *later):
        places += [each.device_model, *each.lost, *each.gained]
        places += [*each.newest_before, *each.newest_after]
        for cause in each.causes:
            places += [cause.device_model, *([cause.baseline] if cause.baseline else [])]
    return [place.cpl_number for place in places if place.cpl_number is not None]
