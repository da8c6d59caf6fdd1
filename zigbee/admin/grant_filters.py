"""How the committee narrows the list of grants: by what each of them opens now."""

from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone

from sec_registry.registers.admin import EnumeratedFilter
from zigbee.choices import GrantState
from zigbee.grants import (
    grants_ending,
    grants_not_over,
    grants_standing,
    grants_suspended,
    grants_to_countersign,
)

#: As the list says them.
IN_FORCE, PROPOSED, REVOKED, EXPIRED = (
    state.label.lower()
    for state in (
        GrantState.IN_FORCE,
        GrantState.PROPOSED,
        GrantState.REVOKED,
        GrantState.EXPIRED,
    )
)
#: In force, and over within 30 days: to be renewed, or let end.
ENDING = "ending"
SUSPENDED, NOT_BEGUN = GrantState.SUSPENDED.value, GrantState.NOT_BEGUN.value


class GrantStateFilter(EnumeratedFilter):
    """By whether the grant opens anything now."""

    title = "state"
    parameter_name = "state"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Any:
        states = [(each, each.capitalize()) for each in (IN_FORCE, PROPOSED, REVOKED, EXPIRED)]
        return [
            *states,
            (NOT_BEGUN, GrantState.NOT_BEGUN.label),
            (SUSPENDED, "Suspended"),
            (ENDING, "Ends within 30 days"),
        ]

    def narrow(self, queryset: QuerySet[Any], value: str) -> QuerySet[Any]:
        if value == REVOKED:
            return queryset.filter(revoked_at__isnull=False)
        open_ones, now = queryset.filter(revoked_at__isnull=True), timezone.now()
        if value == EXPIRED:
            return open_ones.filter(until__lte=now)
        if value == NOT_BEGUN:
            return grants_not_over().filter(starts__gt=now)
        listed = {
            PROPOSED: grants_to_countersign,
            SUSPENDED: grants_suspended,
            ENDING: grants_ending,
        }
        return listed.get(value, grants_standing)()
