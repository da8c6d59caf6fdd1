"""What the API of access answers: requests and grants, as each reader learns of them."""

from typing import Any

from rest_framework import serializers

from accounts.models import User
from accounts.people import is_ssc
from sec_registry.registers.moments import written
from zigbee.access_api.bodies import ROLES, AccessScopeSerializer
from zigbee.access_seen import decision_told, purpose_told, state_told
from zigbee.choices import For, GrantState, RequestState, ScopeKind
from zigbee.models import AccessGrant, AccessRequest, AccessScope


class ToldDecisionSerializer(serializers.Serializer[Any]):
    """The committee's answer."""

    text = serializers.CharField()
    meeting = serializers.CharField()
    at = serializers.DateTimeField()
    by = serializers.EmailField(allow_null=True, help_text="To the committee alone.")


class AccessRequestSerializer(serializers.Serializer[Any]):
    """A request, as its requester or the committee sees it."""

    id = serializers.IntegerField()
    state = serializers.ChoiceField(
        RequestState.choices, help_text="That it is proposed, the committee alone learns."
    )
    scope = AccessScopeSerializer()
    holder = serializers.CharField(help_text="For whom, in words.")
    role = serializers.ChoiceField(ROLES, allow_null=True)
    requester = serializers.EmailField()
    purpose = serializers.CharField()
    until = serializers.DateTimeField()
    asked = serializers.DateTimeField()
    renews = serializers.IntegerField(allow_null=True)
    decision = ToldDecisionSerializer(allow_null=True)
    grant = serializers.IntegerField(allow_null=True, help_text="What was granted.")

    def get_fields(self) -> dict[str, Any]:
        """With the member whose name Python keeps for itself."""
        return {**super().get_fields(), "for": serializers.ChoiceField(For.choices)}


class AccessRequestsSerializer(serializers.Serializer[Any]):
    """A page of requests, the newest first."""

    next = serializers.URLField(allow_null=True)
    count = serializers.IntegerField(required=False, help_text="With count=true.")
    results = AccessRequestSerializer(many=True)


class GrantSerializer(serializers.Serializer[Any]):
    """A grant, as whoever it is for or the committee sees it."""

    id = serializers.IntegerField()
    state = serializers.ChoiceField(GrantState.choices)
    scope = AccessScopeSerializer()
    holder = serializers.CharField(help_text="For whom, in words.")
    role = serializers.ChoiceField(ROLES, allow_null=True)
    starts = serializers.DateTimeField()
    until = serializers.DateTimeField()
    revoked = serializers.DateTimeField(allow_null=True)
    purpose = serializers.CharField(
        allow_null=True, help_text="To whoever asked and the committee alone."
    )
    request = serializers.IntegerField(allow_null=True, help_text="Likewise.")
    decided_by = serializers.EmailField(allow_null=True, help_text="To the committee alone.")
    revocation_reason = serializers.CharField(allow_null=True, help_text="Likewise.")


class GrantsSerializer(serializers.Serializer[Any]):
    """A page of grants, the newest first."""

    next = serializers.URLField(allow_null=True)
    count = serializers.IntegerField(required=False, help_text="With count=true.")
    results = GrantSerializer(many=True)


def request_told(request: AccessRequest, reader: User) -> dict[str, Any]:
    """The request as the API says it to this reader."""
    granted = [each.pk for each in request.grants.all() if each.opened]
    return {
        "id": request.pk,
        "state": state_told(request, reader).value,
        "scope": _scope_told(request.scope),
        "for": _for(request),
        "holder": request.holder,
        "role": request.role or None,
        "requester": request.requester.email,
        "purpose": request.purpose,
        "until": written(request.until),
        "asked": written(request.asked_at),
        "renews": request.renews_id,
        "decision": _decision(request, reader),
        "grant": granted[0] if granted else None,
    }


def grant_told(grant: AccessGrant, reader: User) -> dict[str, Any]:
    """The grant as the API says it to this reader."""
    member, asked = is_ssc(reader), purpose_told(grant, reader)
    return {
        "id": grant.pk,
        "state": grant.state.value,
        "scope": _scope_told(grant.scope),
        "holder": grant.holder,
        "role": grant.role or None,
        "starts": written(grant.starts),
        "until": written(grant.until),
        "revoked": written(grant.revoked_at) if grant.revoked_at else None,
        "purpose": grant.purpose if asked else None,
        "request": grant.request_id if asked else None,
        "decided_by": grant.decided_by.email if member else None,
        "revocation_reason": grant.revocation_reason if member else None,
    }


def _scope_told(scope: AccessScope) -> dict[str, Any]:
    numbers = scope.kind == ScopeKind.RECORD
    return {
        "kind": scope.kind,
        "values": [int(each) for each in scope.values] if numbers else scope.values,
    }


def _for(request: AccessRequest) -> str:
    if request.role:
        return For.ROLE.value
    return (For.ORGANISATION if request.organisation_id else For.ME).value


def _decision(request: AccessRequest, reader: User) -> dict[str, Any] | None:
    if request.decided_at is None or not decision_told(request, reader):
        return None
    by = request.decided_by.email if request.decided_by and is_ssc(reader) else None
    return {
        "text": request.decision,
        "meeting": request.meeting,
        "at": written(request.decided_at),
        "by": by,
    }
