"""One's own tokens over REST: listed by session or token, made and revoked in a session alone.

SECURITY: a token that fell into wrong hands must not make itself successors, nor lock its owner
out; so whoever makes or revokes one is signed in as a person. The clear text is in one answer and
nowhere else.
"""

from datetime import timedelta
from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.permissions import SAFE_METHODS, BasePermission
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.reverse import reverse
from rest_framework.views import APIView

from accounts.asking import person_of
from accounts.gate import ANY_SCOPE, Gate
from accounts.models import ApiToken, User
from accounts.scopes import Scope
from accounts.services import token_issue, token_revoke
from accounts.services.tokens import (
    default_life,
    longest_life,
    refuse_useless_scopes,
    tokens_of,
)
from sec_registry.registers.bodies import StrictSerializer
from sec_registry.registers.caching import kept_private, private_answer
from sec_registry.registers.door import found_among
from sec_registry.registers.listed import Tabled, listed_answer
from sec_registry.registers.moments import written
from sec_registry.registers.queries import only_format
from sec_registry.registers.schema import AS_TABLES, NUMBER, with_problems

TAGS = ["Tokens"]


class TokenSerializer(serializers.Serializer[Any]):
    """A token; its clear text was shown when it was made."""

    id = serializers.IntegerField()
    key = serializers.CharField(help_text="Its first letters, which records of use quote.")
    name = serializers.CharField()
    account = serializers.EmailField(help_text="Whose it is: one's own, or a service account.")
    scopes = serializers.ListField(
        child=serializers.ChoiceField(Scope.choices),
        help_text="What it may be used for; empty: whatever the account may do.",
    )
    created = serializers.DateTimeField()
    expires = serializers.DateTimeField()
    expired = serializers.BooleanField()
    last_used = serializers.DateTimeField(allow_null=True)


class TokensSerializer(serializers.Serializer[Any]):
    """All one's tokens, the newest first."""

    next = serializers.URLField(allow_null=True, help_text="Always null: there are few.")
    results = TokenSerializer(many=True)


class MadeTokenSerializer(TokenSerializer):
    """A token that was made just now."""

    token = serializers.CharField(help_text="The clear text, shown this once.")


class NewTokenSerializer(StrictSerializer):
    """A token to make."""

    name = serializers.CharField(max_length=120, help_text="What it is for.")
    scopes = serializers.ListField(
        child=serializers.ChoiceField(Scope.choices),
        allow_empty=False,
        default=[Scope.READ.value],
        help_text="What it may be used for: of these, what the account could do.",
    )
    days = serializers.IntegerField(required=False, min_value=1, help_text="How long it lives.")
    account = serializers.EmailField(
        required=False, help_text="A service account that one answers for; else one's own."
    )

    def validate_days(self, days: int) -> int:
        """Refuse more than the policy allows."""
        if days > longest_life().days:
            raise serializers.ValidationError(f"At most {longest_life().days} days.")
        return days


class OwnTokens(BasePermission):
    """Whoever is signed in; a token itself only looks."""

    message = "Tokens are made and revoked by a person who is signed in, not by a token."

    def has_permission(self, request: Request, view: APIView) -> bool:
        if not isinstance(request.user, User):
            return False
        return request.method in SAFE_METHODS or request.auth is None


class Tokens(Tabled, Gate):
    """One's own API tokens, and those of the service accounts that one answers for."""

    permission_classes = [OwnTokens]
    scopes = ANY_SCOPE

    @extend_schema(
        tags=TAGS,
        operation_id="tokens_list",
        responses=with_problems(
            {(200, "application/json"): TokensSerializer, **AS_TABLES}, 400, 401, 503
        ),
    )
    def get(self, request: Request) -> Response:
        """All of them, expired ones too."""
        only_format(request.query_params)
        told = [_told(each) for each in tokens_of(person_of(request))]
        body = {"next": None, "results": told}
        return kept_private(listed_answer(request, "tokens", body, of=TokenSerializer))

    @extend_schema(
        tags=TAGS,
        operation_id="tokens_create",
        request=NewTokenSerializer,
        responses=with_problems({201: MadeTokenSerializer}, 400, 401, 403, 503),
    )
    def post(self, request: Request) -> Response:
        """Make one; needs a session. The answer holds its clear text, which is stored nowhere."""
        asked = NewTokenSerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        given = asked.validated_data
        person = person_of(request)
        life = timedelta(days=given["days"]) if "days" in given else default_life()
        account = _account(person, given.get("account"))
        refuse_useless_scopes(account, given["scopes"])
        token, clear = token_issue(
            user=account,
            by=person,
            name=given["name"],
            life=life,
            scopes=given["scopes"],
        )
        answer = private_answer({**_told(token), "token": clear}, status=201)
        answer["Location"] = reverse("token", [token.pk], request=request)
        return answer


class OneToken(Gate):
    """One of one's own API tokens."""

    permission_classes = [OwnTokens]
    scopes = ANY_SCOPE

    @extend_schema(
        tags=TAGS,
        operation_id="tokens_retrieve",
        parameters=[NUMBER],
        responses=with_problems({200: TokenSerializer}, 400, 401, 404, 503),
    )
    def get(self, request: Request, number: str) -> Response:
        """What there is to know of it; the clear text is not."""
        only_format(request.query_params)
        return private_answer(_told(_own(request, number)))

    @extend_schema(
        tags=TAGS,
        operation_id="tokens_revoke",
        parameters=[NUMBER],
        responses=with_problems({204: None}, 401, 403, 404, 503),
    )
    def delete(self, request: Request, number: str) -> Response:
        """Revoke it, from now on; needs a session."""
        token_revoke(token=_own(request, number), by=person_of(request))
        return private_answer(status=204)


def _own(request: Request, number: str) -> ApiToken:
    return found_among(tokens_of(person_of(request)), number)


def _account(person: User, email: str | None) -> User:
    if email is None or email.lower() == person.email:
        return person
    found = person.service_accounts.filter(email=email.lower(), is_active=True).first()
    if found is None:
        raise serializers.ValidationError(
            {"account": ["You answer for no service account of this address."]}
        )
    return found


def _told(token: ApiToken) -> dict[str, Any]:
    return {
        "id": token.pk,
        "key": token.token_key,
        "name": token.name,
        "account": token.user.email,
        "scopes": token.scopes,
        "created": written(token.created),
        "expires": written(token.expiry),
        "expired": token.is_expired,
        "last_used": written(token.last_used_at) if token.last_used_at else None,
    }
