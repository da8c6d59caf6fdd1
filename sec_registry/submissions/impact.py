"""What accepting submissions does to upgrade pathways, for those who may read them (S6).

While nothing is decided what they propose is put on top of today's pathways, of one or of several
that are accepted together; of an accepted one the publication it was accepted in is compared with
the one before. The same graph answers Parties.

SECURITY: everything here is computed from the Firmware Information Repository. Whoever may not
read all of it learns nothing, not even how many; everybody else's look is recorded, with the CPL
numbers that are shown, before anything is handed back.
"""

from collections.abc import Sequence
from datetime import date

from django.utils import timezone

from accounts.models import User
from firmware.columns import CODE as FIR_CODE
from firmware.compiled import graph_at, numbers_changed_in
from firmware.impact import MOST_WORK, PathwayImpact, impact
from firmware.proposed import COLUMNS_READ, as_it_would_stand, days_ahead
from firmware.register import FIR
from sec_registry.registers.disclosure import Channel, disclose, refuse
from sec_registry.registers.models import Ledger
from sec_registry.registers.reach import Reach
from sec_registry.submissions.impact_shapes import Impact, LaterImpact
from sec_registry.submissions.impact_told import Teller, numbers_told
from sec_registry.submissions.lifecycle import DECIDED
from sec_registry.submissions.models import Submission
from sec_registry.submissions.permissions import submissions_visible_to
from sec_registry.submissions.proposals import candidates_of

#: So many days on which planned removals follow are told one by one.
MOST_DAYS = 12


def may_know(user: User, *submissions: Submission) -> bool:
    """Whether the impact of these submissions is theirs to know."""
    keys = {submission.pk for submission in submissions}
    seen = submissions_visible_to(user).filter(pk__in=keys).count()
    return seen == len(keys) and FIR.reach(user).everything


def impact_of(*, submission: Submission, by: User, channel: Channel) -> Impact:
    """The impact for this person, recorded first; a refusal is recorded too."""
    return impact_together(submissions=[submission], by=by, channel=channel)


def impact_together(*, submissions: Sequence[Submission], by: User, channel: Channel) -> Impact:
    """The impact of accepting them as one publication; recorded first, as of a single one."""
    if not may_know(by, *submissions):
        refuse(register=FIR, by=by, numbers=[], channel=channel)
        return Impact(readable=False)
    reach = FIR.reach(by)
    told = _happened(submissions, reach) or _proposed(submissions, reach)
    named = ", ".join(str(submission.pk) for submission in submissions)
    disclose(
        register=FIR,
        by=by,
        numbers=numbers_told(told),
        right=reach.right,
        channel=channel,
        subject=f"impact of submission{'' if len(submissions) == 1 else 's'} {named}",
    )
    return told


def _happened(submissions: Sequence[Submission], reach: Reach) -> Impact | None:
    """What the publication did in which one was accepted; None where that is not asked."""
    accepted_in = submissions[0].publication_id if len(submissions) == 1 else None
    if accepted_in is None:
        return None
    before, after = (graph_at(n, reach=reach) for n in (accepted_in - 1, accepted_in))
    changed = numbers_changed_in(accepted_in, reach=reach)
    return _impact(impact(before, after, changed), Teller(), accepted_in, happened=True)


def _proposed(submissions: Sequence[Submission], reach: Reach) -> Impact:
    """What is not decided yet, on top of today's pathways."""
    undecided = [each for each in submissions if each.state not in DECIDED]
    if not undecided:
        return Impact(readable=True)
    today = Ledger.objects.get(pk=1).last_publication
    before = graph_at(today, reach=reach)
    # What bears on no step is not even read.
    candidates = candidates_of(undecided, (FIR_CODE,), COLUMNS_READ)
    day, several = timezone.localdate(), len(submissions) > 1
    stages = _stages(days_ahead(candidates, day))
    work = MOST_WORK // (1 + len(stages))
    proposed = as_it_would_stand(before, candidates, day)
    found = impact(before, proposed.graph, proposed.rows.keys(), most_work=work)
    later, stands = [], proposed.graph
    for first, last in stages:
        then = as_it_would_stand(before, candidates, day, until=last)
        follows = impact(stands, then.graph, then.rows.keys(), most_work=work)
        later.append(Teller(then.rows, several).later(first, last, follows))
        stands = then.graph
    return _impact(found, Teller(proposed.rows, several), today, happened=False, later=later)


def _stages(days: Sequence[date]) -> list[tuple[date, date]]:
    """Each day as its own first and last; of very many the last ones are one stage."""
    single = days if len(days) <= MOST_DAYS else days[: MOST_DAYS - 1]
    rest = days[len(single) :]
    return [*((each, each) for each in single), *([(rest[0], rest[-1])] if rest else [])]


def _impact(
    found: PathwayImpact,
    teller: Teller,
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
        device_models=teller.device_models(found),
        later=list(later),
    )
