"""How deliveries are told over REST. SECURITY: who in person entered a result stays at the desk."""

from typing import Any

from rest_framework import serializers

from sec_registry.deliveries.clocks import Due, Running
from sec_registry.deliveries.models import Clock
from sec_registry.deliveries.overview import Stand
from sec_registry.deliveries.shown import Shown
from sec_registry.registers.deliveries import DeliveryState, DeliveryStep
from sec_registry.registers.moments import written

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

    publication = serializers.IntegerField()
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


def record_told(shown: Shown) -> dict[str, Any]:
    """The members of ``RecordSerializer``."""
    each = shown.delivery
    return {
        "publication": each.publication_id,
        "cpl_number": each.cpl_number,
        "state": each.state,
        "reason": each.reason,
        "recorded_at": written(each.recorded_at),
        "due_on": shown.on.isoformat() if shown.on else None,
        "clock": shown.running.value,
    }


def step_told(step: DeliveryStep) -> dict[str, Any]:
    """A result that was entered; whose, by organisation alone."""
    return {
        "at": written(step.at),
        "before": step.before,
        "after": step.after,
        "reason": step.reason,
        "organisation": step.organisation,
    }


def _due(due: Due) -> dict[str, Any]:
    told: dict[str, Any] = {"on": due.on.isoformat() if due.on else None}
    return {**told, "unknown": due.unknown} if due.unknown else told
