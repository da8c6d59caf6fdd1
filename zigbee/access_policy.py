"""What the Security Sub Committee's policy says of access to a kind of scope."""

from datetime import datetime, timedelta

from django.core.exceptions import ValidationError
from django.utils import timezone

from zigbee.models import AccessPolicy


def policy_on(kind: str) -> AccessPolicy:
    """The policy as it stands."""
    return AccessPolicy.objects.get(pk=kind)


def longest_grant(kind: str) -> timedelta:
    """No grant lasts longer; it is renewed instead."""
    return timedelta(days=policy_on(kind).longest_days)


def check_dates(kind: str, starts: datetime, until: datetime) -> None:
    """Refuse an access without an end in the future, or longer than the policy's longest."""
    now, longest = timezone.now(), longest_grant(kind)
    if starts.date() < now.date():
        raise ValidationError({"starts": "A grant does not begin in the past."})
    if until <= max(starts, now):
        raise ValidationError({"until": "A grant ends after it begins, and in the future."})
    if until - starts > longest:
        raise ValidationError({"until": f"A grant lasts at most {longest.days} days."})


def policies_told() -> str:
    """The policies in a sentence, for the forms that ask for an end."""
    told = []
    for policy in AccessPolicy.objects.all():
        two = ", by two members" if policy.members == 2 else ""
        told.append(f"{policy.get_kind_display()}: at most {policy.longest_days} days{two}")
    return f"Access always ends, and is renewed by a new grant. {'; '.join(told)}."
