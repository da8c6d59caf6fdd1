"""What is asked of the API of reviews, and what it answers."""

from typing import Any

from rest_framework import serializers

from sec_registry.registers.bodies import StrictSerializer, TextField
from sec_registry.registers.moments import written
from zigbee.api import RadioSerializer
from zigbee.choices import ReviewState
from zigbee.models import Review

LONGEST_NOTE = 2_000
#: So many records are named at once.
MOST = 1_000


class StackSerializer(StrictSerializer):
    """A chipset vendor and a stack version, as the records have them."""

    chipset_vendor = TextField(max_length=120)
    stack_version = TextField(max_length=64)


class DecideSerializer(StrictSerializer):
    """A decision about records: named ones, or all that wait with such a radio."""

    state = serializers.ChoiceField(ReviewState.choices)
    note = TextField(max_length=LONGEST_NOTE, default="", allow_blank=True)
    records = serializers.ListField(
        child=serializers.IntegerField(min_value=1, max_value=10**9),
        required=False,
        min_length=1,
        max_length=MOST,
        help_text="CPL numbers.",
    )
    waiting_with = StackSerializer(required=False, help_text="Instead of records.")
    seen = serializers.IntegerField(
        required=False,
        min_value=1,
        max_value=2**31 - 1,
        help_text="The publication that you saw them in: what was published since is refused.",
    )

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """One way to say which."""
        if ("records" in attrs) == ("waiting_with" in attrs):
            told = 'Say which: by "records" or by "waiting_with".'
            raise serializers.ValidationError({"records": told})
        return attrs


class DecidedSerializer(serializers.Serializer[Any]):
    """What the decision settled."""

    state = serializers.ChoiceField(ReviewState.choices)
    records = serializers.ListField(child=serializers.IntegerField(), help_text="CPL numbers.")


class ReviewSerializer(serializers.Serializer[Any]):
    """One published state of a record that waits for, or has had, the committee's look."""

    id = serializers.IntegerField()
    cpl_number = serializers.IntegerField()
    publication = serializers.IntegerField()
    state = serializers.ChoiceField(ReviewState.choices)
    note = serializers.CharField(allow_blank=True)
    decided_by = serializers.CharField(allow_null=True)
    decided_at = serializers.CharField(allow_null=True, help_text="ISO 8601, UTC.")
    radios = RadioSerializer(many=True, help_text="As they stand today.")


class ReviewsSerializer(serializers.Serializer[Any]):
    """A page of reviews, the newest first."""

    next = serializers.URLField(allow_null=True, help_text="Null at the end.")
    count = serializers.IntegerField(required=False, help_text="With count=true.")
    marking = serializers.CharField()
    results = ReviewSerializer(many=True)


class StackWaitingSerializer(serializers.Serializer[Any]):
    """So many records with such a radio wait."""

    chipset_vendor = serializers.CharField()
    stack_version = serializers.CharField()
    records = serializers.IntegerField()


class StacksWaitingSerializer(serializers.Serializer[Any]):
    """What waits by chipset vendor and stack version; a record counts under each of its radios."""

    marking = serializers.CharField()
    results = StackWaitingSerializer(many=True)


def review_told(review: Review, radios: list[dict[str, str]]) -> dict[str, Any]:
    """The review as it is shown."""
    return {
        "id": review.pk,
        "cpl_number": review.record_id,
        "publication": review.publication_id,
        "state": review.state,
        "note": review.note,
        "decided_by": review.decided_by.email if review.decided_by else None,
        "decided_at": written(review.decided_at) if review.decided_at else None,
        "radios": radios,
    }
