"""Entering what became of deliveries: all the results of a call or none, with every problem named.

A result that says what stands already changes nothing, so a call may safely be made again.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone

from accounts.models import User
from sec_registry.audit.acting import too_long_a_reason
from sec_registry.deliveries.lifecycle import TRANSITIONS, Enters, needs_reason
from sec_registry.deliveries.permissions import may_enter
from sec_registry.registers.deliveries import Delivery, DeliveryState, DeliveryStep
from sec_registry.registers.models import Publication

BATCH = 500

Place = tuple[int, int]


@dataclass(frozen=True)
class Result:
    """What became of one record of one publication."""

    publication: int
    cpl_number: int
    state: str
    reason: str = ""

    @property
    def place(self) -> Place:
        """Which delivery is meant."""
        return self.publication, self.cpl_number


@dataclass(frozen=True)
class Wrong:
    """What is wrong with one member of the result at this position, counted from 0."""

    position: int
    member: str
    detail: str


class ResultsRefused(Exception):
    """Nothing was entered; ``wrong`` lists everything that is in the way."""

    def __init__(self, wrong: Sequence[Wrong]) -> None:
        super().__init__("; ".join(each.detail for each in wrong[:10]))
        self.wrong = list(wrong)


@dataclass(frozen=True)
class Entered:
    """How many deliveries changed, and how many stood as was said already."""

    changed: int
    unchanged: int


def deliveries_record(
    *, results: Sequence[Result], by: User, at: datetime | None = None
) -> Entered:
    """Enter the results, all or none.

    Raises ``PermissionDenied`` for whoever enters nothing here, and ``ResultsRefused``. ``at`` is
    the moment recorded; left out, now.
    """
    rights = _rights(by)
    with transaction.atomic():
        deliveries = _locked(result.place for result in results)
        wrong = [*_twice(results), *_all_wrong(results, deliveries, rights)]
        if wrong:
            raise ResultsRefused(sorted(wrong, key=lambda each: each.position))
        fresh = [each for each in results if _says_more(each, deliveries[each.place])]
        _write(fresh, deliveries, by, at or timezone.now())
    return Entered(len(fresh), len(results) - len(fresh))


def results_wrong(*, results: Sequence[Result], by: User) -> list[Wrong]:
    """What would be in the way of entering the results, with nothing entered.

    For whoever refuses a call for something else, and names every problem at once. Raises
    ``PermissionDenied``.
    """
    rights = _rights(by)
    with transaction.atomic():
        deliveries = _locked(result.place for result in results)
        return [*_twice(results), *_all_wrong(results, deliveries, rights)]


def deliveries_loaded_until(*, publication: int, reason: str, by: User) -> Entered:
    """Enter that DCC has loaded all that was published up to this publication, in one go.

    For the Panel, where results were never entered one by one: after an upgrade, or when DCC says
    so of its whole list. Each delivery gets its step with the reason. Raises ``PermissionDenied``
    and ``ValidationError``.
    """
    if Enters.PANEL not in may_enter(by):
        raise PermissionDenied("That everything is loaded is entered by the Panel.")
    wrong: dict[str, str] = {}
    if not Publication.objects.filter(number=publication).exists():
        wrong["publication"] = "There is no such publication."
    if not reason.strip():
        wrong["reason"] = "Say how it is known that DCC has loaded it."
    elif detail := _wrong_reason(reason):
        wrong["reason"] = detail
    if wrong:
        raise ValidationError(wrong)
    with transaction.atomic():
        # Locked in the order of ``_locked``: what is said to be loaded meanwhile waits no more, and
        # to say so once again with a reason would refuse all of it.
        waiting = Delivery.objects.select_for_update().filter(publication__lte=publication)
        places = (
            waiting.exclude(state=DeliveryState.LOADED)
            .order_by("publication", "cpl_number")
            .values_list("publication", "cpl_number")
        )
        results = [Result(*place, DeliveryState.LOADED, reason) for place in places]
        return deliveries_record(results=results, by=by)


def _rights(by: User) -> frozenset[Enters]:
    rights = may_enter(by)
    if not rights:
        raise PermissionDenied("Results are entered by DCC and the Panel.")
    return rights


def _locked(places: Iterable[Place]) -> dict[Place, Delivery]:
    """The deliveries meant, locked in one order, so that two calls never wait for each other."""
    numbers: dict[int, list[int]] = {}
    for publication, number in sorted(set(places)):
        numbers.setdefault(publication, []).append(number)
    found: dict[Place, Delivery] = {}
    for publication, wanted in numbers.items():
        for start in range(0, len(wanted), BATCH):
            rows = Delivery.objects.select_for_update().filter(
                publication_id=publication, cpl_number__in=wanted[start : start + BATCH]
            )
            found |= {(publication, row.cpl_number): row for row in rows.order_by("cpl_number")}
    return found


def _twice(results: Sequence[Result]) -> Iterable[Wrong]:
    first: dict[Place, int] = {}
    for position, result in enumerate(results):
        if first.setdefault(result.place, position) != position:
            detail = f"CPL {result.cpl_number} stands here twice: give one result for each."
            yield Wrong(position, "cpl_number", detail)


def _all_wrong(
    results: Sequence[Result], deliveries: dict[Place, Delivery], rights: frozenset[Enters]
) -> Iterable[Wrong]:
    for position, result in enumerate(results):
        delivery = deliveries.get(result.place)
        if delivery is None:
            detail = f"Publication {result.publication} did not change CPL {result.cpl_number}."
            yield Wrong(position, "cpl_number", detail)
        if detail := _wrong_reason(result.reason):
            yield Wrong(position, "reason", detail)
        if result.state not in DeliveryState.values:
            yield Wrong(position, "state", f"One of {', '.join(DeliveryState.values)} is needed.")
        elif delivery is not None and _says_more(result, delivery):
            yield from _not_possible(position, result, delivery, rights)


def _not_possible(
    position: int, result: Result, delivery: Delivery, rights: frozenset[Enters]
) -> Iterable[Wrong]:
    before, after = DeliveryState(delivery.state), DeliveryState(result.state)
    who = TRANSITIONS.get((before, after))
    told = f"CPL {result.cpl_number} is {before.value}"
    if who is None and before == after:
        detail = f"{told} already: a reason is entered with a change."
        yield Wrong(position, "reason", detail)
    elif who is None:
        yield Wrong(position, "state", f"{told}: it cannot become {after.value}.")
    elif who not in rights:
        yield Wrong(position, "state", f'{told}: "{after.value}" is entered by {who.value} only.')
    elif needs_reason(before, after) and not result.reason.strip():
        detail = f"{told}: say why it becomes {after.value}."
        yield Wrong(position, "reason", detail)


def _wrong_reason(reason: str) -> str:
    if "\0" in reason:
        return "A reason holds no zero character."
    return too_long_a_reason(reason.strip())


def _says_more(result: Result, delivery: Delivery) -> bool:
    """Whether the result differs from what stands; one without a reason repeats that of before."""
    if result.state != delivery.state:
        return True
    return result.reason.strip() not in ("", delivery.reason)


def _write(
    results: Sequence[Result], deliveries: dict[Place, Delivery], by: User, at: datetime
) -> None:
    organisation = by.organisation.name if by.organisation else ""
    steps = [
        DeliveryStep(
            delivery=deliveries[result.place],
            before=deliveries[result.place].state,
            after=result.state,
            reason=result.reason.strip(),
            at=at,
            by=by.email,
            organisation=organisation,
        )
        for result in results
    ]
    DeliveryStep.objects.bulk_create(steps, batch_size=BATCH)
    # Most results of a call say the same: one statement for each that differs.
    alike: dict[tuple[str, str], list[int]] = {}
    for step in steps:
        alike.setdefault((step.after, step.reason), []).append(step.delivery_id)
    for (state, reason), keys in alike.items():
        for start in range(0, len(keys), BATCH):
            Delivery.objects.filter(pk__in=keys[start : start + BATCH]).update(
                state=state, reason=reason, recorded_at=at, recorded_by=by.email
            )
