"""How deliveries are told over REST. SECURITY: who in person entered a result stays at the desk."""

from collections.abc import Iterable, Iterator
from typing import Any

from rest_framework import serializers

from sec_registry.deliveries.clocks import Clocks, Due, Running, overtaken, today_here
from sec_registry.deliveries.models import Clock
from sec_registry.deliveries.overview import Stand
from sec_registry.deliveries.shown import Shown
from sec_registry.registers.deliveries import Delivery, DeliveryState, DeliveryStep
from sec_registry.registers.moments import written

HEADINGS = ["Publication", "CPL number", "State", "Reason", "Recorded at", "Due on", "Clock"]
RUNNING = [each.value for each in Running]


class DueSerializer(serializers.Serializer[Any]):
    """By the end of which day (England and Wales) something is due."""

    on = serializers.DateField(allow_null=True)
    unknown = serializers.CharField(
        required=False, help_text="Why there is no date, such as a year without known holidays."
    )


class StandSerializer(serializers.Serializer[Any]):
    """Where the deliveries of one publication stand."""

    publication = serializers.IntegerField()
    published_at = serializers.DateTimeField(help_text="The decision, from which the clocks run.")
    records = serializers.IntegerField(help_text="CPL records that it changed.")
    states = serializers.DictField(
        child=serializers.IntegerField(), help_text="How many are in each state."
    )
    overtaken = serializers.IntegerField(
        help_text="Not loaded, but DCC loaded a later change of the record."
    )
    overdue = serializers.IntegerField(help_text="Records whose clock has run out.")
    clock = serializers.ChoiceField(RUNNING, help_text="The worst that can be said of its records.")
    due = serializers.DictField(
        child=DueSerializer(), help_text="given: with DCC; loaded: in its systems."
    )


class StandPageSerializer(serializers.Serializer[Any]):
    """One page of publications with something for DCC, the newest first."""

    next = serializers.URLField(allow_null=True, help_text="Null at the end.")
    count = serializers.IntegerField(required=False, help_text="With count=true.")
    results = StandSerializer(many=True)


class RecordSerializer(serializers.Serializer[Any]):
    """The delivery of one record."""

    cpl_number = serializers.IntegerField()
    state = serializers.ChoiceField(DeliveryState.choices)
    reason = serializers.CharField(allow_blank=True)
    recorded_at = serializers.DateTimeField()
    due_on = serializers.DateField(allow_null=True, help_text="Of the clock that runs now.")
    clock = serializers.ChoiceField(RUNNING)


class DeliveriesSerializer(StandSerializer):
    """The deliveries of one publication, record by record."""

    next = serializers.URLField(allow_null=True, help_text="Null at the end.")
    results = RecordSerializer(many=True)


def stand_told(stand: Stand) -> dict[str, Any]:
    """The members of ``StandSerializer``."""
    return {
        "publication": stand.publication.number,
        "published_at": written(stand.publication.published_at),
        "records": stand.records,
        "states": {state.value: count for state, count in stand.states.items()},
        "overtaken": stand.overtaken,
        "overdue": stand.overdue,
        "clock": stand.running.value,
        "due": {clock.value: _due(stand.dues[clock]) for clock in Clock},
    }


def records_told(
    stand: Stand, deliveries: Iterable[Delivery], clocks: Clocks
) -> Iterator[dict[str, Any]]:
    """The members of ``RecordSerializer`` for deliveries of the one publication."""
    listed, today = list(deliveries), today_here()
    past = overtaken(listed)
    for each in listed:
        due = clocks.running(each.state, stand.publication.published_at)
        if due is None or each.pk in past:
            on, running = None, Running.STOPPED
        else:
            on, running = due.on, due.standing(today)
        yield {
            "cpl_number": each.cpl_number,
            "state": each.state,
            "reason": each.reason,
            "recorded_at": written(each.recorded_at),
            "due_on": on.isoformat() if on else None,
            "clock": running.value,
        }


def record_told(shown: Shown) -> dict[str, Any]:
    """A delivery of whichever publication, with its clock."""
    each = shown.delivery
    return {
        "id": each.pk,
        "publication": each.publication_id,
        "cpl_number": each.cpl_number,
        "state": each.state,
        "reason": each.reason,
        "recorded_at": written(each.recorded_at),
        "due_on": shown.on.isoformat() if shown.on else None,
        "clock": shown.running.value,
    }


def record_headings() -> list[str]:
    """The headings over the values of ``record_told``."""
    return ["Id", *HEADINGS]


def step_told(step: DeliveryStep) -> dict[str, Any]:
    """A result that was entered; whose, by organisation alone."""
    return {
        "at": written(step.at),
        "before": step.before,
        "after": step.after,
        "reason": step.reason,
        "organisation": step.organisation,
    }


def table_of(told: Iterable[dict[str, Any]], publication: int) -> Iterator[list[str]]:
    """The records as rows, headings first."""
    yield HEADINGS
    for each in told:
        yield [str(publication), *("" if v is None else str(v) for v in each.values())]


def _due(due: Due) -> dict[str, Any]:
    told: dict[str, Any] = {"on": due.on.isoformat() if due.on else None}
    return {**told, "unknown": due.unknown} if due.unknown else told
