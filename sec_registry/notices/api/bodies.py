"""What is asked of the API of subscriptions, and what it answers."""

from collections.abc import Callable, Mapping
from typing import Any

from django.core.exceptions import ValidationError as DjangoValidationError
from drf_spectacular.utils import PolymorphicProxySerializer, extend_schema_field
from rest_framework import serializers

from sec_registry.notices import asking
from sec_registry.notices.choices import Channel, Ending, Kind, State
from sec_registry.notices.models import LONGEST_URL, Notice, Subscription
from sec_registry.notices.policy import MOST_WATCHES
from sec_registry.registers.bodies import StrictSerializer, TextField
from sec_registry.registers.moments import written


class FamilySerializer(StrictSerializer):
    """A family of Device Models."""

    device_type = TextField()
    manufacturer = TextField()
    model = TextField()
    hardware_version = TextField()


class ManufacturerWatchSerializer(StrictSerializer):
    """All Device Models of a Manufacturer, by its code."""

    manufacturer = TextField()


class FamilyWatchSerializer(StrictSerializer):
    """All Device Models of a family."""

    family = FamilySerializer()


class NumberWatchSerializer(StrictSerializer):
    """One Device Model."""

    cpl_number = serializers.IntegerField(min_value=1)


class HashWatchSerializer(StrictSerializer):
    """Whatever carries this Hash of a Manufacturer Image."""

    image_hash = TextField()


#: Each kind of watch by its member: how it is described, and how it is read.
_KINDS: dict[str, tuple[type[StrictSerializer], Callable[[Any], dict[str, Any]]]] = {
    "manufacturer": (ManufacturerWatchSerializer, asking.manufacturer),
    "family": (FamilyWatchSerializer, asking.family),
    "cpl_number": (NumberWatchSerializer, asking.listed_number),
    "image_hash": (HashWatchSerializer, asking.image_hash),
}


@extend_schema_field(
    PolymorphicProxySerializer(
        component_name="Watch",
        serializers=[described for described, _ in _KINDS.values()],
        resource_type_field_name=None,
    )
)
class WatchField(serializers.Field[dict[str, Any], Any, Any, Any]):
    """A watch: an object of one member, which says what kind it is."""

    def to_internal_value(self, data: Any) -> dict[str, Any]:
        kind = next((name for name in _KINDS if isinstance(data, Mapping) and name in data), None)
        if kind is None:
            raise serializers.ValidationError(f"A watch has one of {', '.join(_KINDS)}.")
        described, read = _KINDS[kind]
        given = described().run_validation(data)
        try:
            return read(given[kind])
        except DjangoValidationError as error:
            raise serializers.ValidationError({kind: error.messages}) from error

    def to_representation(self, value: Any) -> Any:
        return asking.told(value)


class NewSubscriptionSerializer(StrictSerializer):
    """A subscription to make."""

    name = TextField(max_length=120, help_text="What it is for.")
    channel = serializers.ChoiceField(Channel.choices)
    url = TextField(
        max_length=LONGEST_URL, required=False, help_text="Where a webhook is posted to: https."
    )
    everything = serializers.BooleanField(
        default=False, help_text="Each publication, whatever it changed."
    )
    watches = serializers.ListField(child=WatchField(), max_length=MOST_WATCHES, default=list)


class ChangedSubscriptionSerializer(StrictSerializer):
    """What is to change; what is left out stays."""

    name = TextField(max_length=120, required=False)
    url = TextField(max_length=LONGEST_URL, required=False)
    everything = serializers.BooleanField(required=False)
    watches = serializers.ListField(
        child=WatchField(),
        max_length=MOST_WATCHES,
        required=False,
        help_text="All that is watched from now on.",
    )


class SubscriptionSerializer(serializers.Serializer[Any]):
    """One of one's own subscriptions; the secret of a webhook was shown when it was made."""

    id = serializers.IntegerField()
    name = serializers.CharField()
    channel = serializers.ChoiceField(Channel.choices)
    url = serializers.CharField(allow_null=True)
    everything = serializers.BooleanField()
    watches = serializers.ListField(child=WatchField())
    confirmed = serializers.BooleanField(
        help_text="False while notices wait until the address of a webhook is confirmed."
    )
    from_publication = serializers.IntegerField(
        help_text="The last publication when it was made; notices are of later ones."
    )
    made = serializers.DateTimeField()
    ended = serializers.DateTimeField(allow_null=True)
    ended_because = serializers.ChoiceField(Ending.choices, allow_null=True)


class SubscriptionsSerializer(serializers.Serializer[Any]):
    """All one's subscriptions, the newest first."""

    next = serializers.URLField(allow_null=True, help_text="Always null: there are few.")
    results = SubscriptionSerializer(many=True)


class MadeSubscriptionSerializer(SubscriptionSerializer):
    """A subscription that was made just now."""

    secret = serializers.CharField(allow_null=True, help_text="A webhook's, shown this once.")


class SecretSerializer(serializers.Serializer[Any]):
    """A webhook's new secret, shown this once; for a day the one before signs beside it."""

    secret = serializers.CharField()


class CodeSerializer(StrictSerializer):
    """The code that the address of a webhook was sent."""

    code = TextField(max_length=200)


class NoticeSerializer(serializers.Serializer[Any]):
    """A notice and how far its sending has come."""

    id = serializers.IntegerField()
    webhook_id = serializers.CharField(help_text="The same at each attempt.")
    type = serializers.ChoiceField(Kind.choices)
    subject = serializers.CharField()
    publication = serializers.IntegerField(allow_null=True)
    state = serializers.ChoiceField(State.choices)
    attempts = serializers.IntegerField()
    queued = serializers.DateTimeField()
    next_attempt = serializers.DateTimeField(allow_null=True)
    done = serializers.DateTimeField(allow_null=True)
    last_answer = serializers.CharField(help_text="A webhook's status, or what went wrong.")


class NoticesSerializer(serializers.Serializer[Any]):
    """A page of notices, the newest first."""

    next = serializers.URLField(allow_null=True)
    count = serializers.IntegerField(required=False, help_text="With count=true.")
    results = NoticeSerializer(many=True)


def subscription_told(subscription: Subscription) -> dict[str, Any]:
    """The subscription as the API says it."""
    return {
        "id": subscription.pk,
        "name": subscription.name,
        "channel": subscription.channel,
        "url": subscription.url or None,
        "everything": subscription.everything,
        "watches": [asking.told(each) for each in subscription.watches.all()],
        "confirmed": subscription.unconfirmed_since is None,
        "from_publication": subscription.from_publication,
        "made": written(subscription.made_at),
        "ended": written(subscription.ended_at) if subscription.ended_at else None,
        "ended_because": subscription.ended_because or None,
    }


def notice_told(notice: Notice) -> dict[str, Any]:
    """The notice as the API says it."""
    return {
        "id": notice.pk,
        "webhook_id": notice.message_id,
        "type": notice.kind,
        "subject": notice.subject,
        "publication": notice.publication_id,
        "state": notice.state,
        "attempts": notice.attempts,
        "queued": written(notice.queued_at),
        "next_attempt": None if notice.done_at else written(notice.next_attempt_at),
        "done": written(notice.done_at) if notice.done_at else None,
        "last_answer": notice.last_answer,
    }
