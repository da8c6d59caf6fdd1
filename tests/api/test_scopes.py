"""Scopes of tokens: every route of the API asks for one, and a token never may more than its
account."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.test import APIRequestFactory
from rest_framework.views import APIView

from accounts.gate import ANY_SCOPE, Gate
from accounts.models import Role, User
from accounts.scopes import Scope
from accounts.services import token_issue
from sec_registry.errors import missing
from sec_registry.registers.models import Disclosure
from tests.accounts.factories import make_party, make_person, make_superuser
from tests.published import publish_numbers

FIRMWARE = "/api/v1/firmware/records/"

#: What every token opens: nothing of a register is there, and changing anything needs a session.
OPEN = {"api-root", "schema", "docs", "health", "api-tokens", "token"}
#: Nobody is asked for who they are.
OPEN |= {"whole-cpl-json", "whole-cpl-csv", "bundle"}


@dataclass(frozen=True)
class Deed:
    """A method of a route of the API, with the scopes that open it."""

    name: str
    address: str
    method: str
    scopes: tuple[str, ...]


def routes(resolver: URLResolver) -> Iterator[URLPattern]:
    """Every route under ``/api/``."""
    for each in resolver.url_patterns:
        if isinstance(each, URLResolver):
            yield from routes(each)
        else:
            yield each


def api_routes() -> list[URLPattern]:
    (api,) = (each for each in get_resolver().url_patterns if str(each.pattern) == "api/")
    assert isinstance(api, URLResolver)
    return [each for each in routes(api) if each.callback is not missing]


def view_of(route: URLPattern) -> Any:
    """The class of the route's view."""
    callback: Any = route.callback
    return callback.cls


def deeds() -> Iterator[Deed]:
    """Everything that can be asked of the API."""
    for route in api_routes():
        view: Any = route.callback
        name = str(route.name)
        keys = dict.fromkeys(route.pattern.regex.groupindex, "1")
        actions = getattr(view, "actions", None) or {
            method: method
            for method in ("get", "post", "put", "patch", "delete")
            if hasattr(view.cls, method)
        }
        if name not in OPEN:
            for method, action in actions.items():
                scopes = tuple(scope.value for scope in view.cls().scopes_for(action))
                yield Deed(name, reverse(name, kwargs=keys), method, scopes)


DEEDS = list(deeds())


def client_of(person: User, *scopes: str) -> Client:
    _, clear = token_issue(user=person, by=person, scopes=scopes)
    return Client(headers={"Authorization": f"Bearer {clear}"})


def test_every_route_is_behind_the_gate() -> None:
    outside = [route.name for route in api_routes() if not issubclass(view_of(route), Gate)]

    assert outside == []


def test_only_these_routes_are_open_to_every_token() -> None:
    open_ones = {
        route.name for route in api_routes() if set(view_of(route).scopes) == set(ANY_SCOPE)
    }

    assert open_ones == OPEN


@pytest.mark.django_db
def test_a_token_without_the_scope_is_refused() -> None:
    person = make_person(Role.PANEL_REVIEWER, make_party())
    clients: dict[tuple[str, ...], Client] = {}
    wrong = []
    for deed in DEEDS:
        assert deed.scopes, f"no scope opens {deed}"
        others = tuple(sorted(set(Scope.values) - set(deed.scopes)))
        if others not in clients:
            clients[others] = client_of(person, *others)

        answer = getattr(clients[others], deed.method)(deed.address)

        kind, told = answer["Content-Type"], str(answer.content)
        named = all(scope in told for scope in deed.scopes)
        if (answer.status_code, kind, named) != (403, "application/problem+json", True):
            wrong.append((deed, answer.status_code, kind, named))

    assert wrong == []


@pytest.mark.django_db
def test_with_the_scope_an_account_may_what_it_may_without() -> None:
    """SECURITY: a scope opens nothing by itself."""
    wrong = []
    for person in (make_person(), make_superuser()):
        scoped, whole = client_of(person, *Scope.values), client_of(person)
        for deed in DEEDS:
            answers = [getattr(each, deed.method)(deed.address) for each in (scoped, whole)]
            if answers[0].status_code != answers[1].status_code:
                wrong.append((person.email, deed, [each.status_code for each in answers]))

    assert wrong == []


@pytest.mark.django_db
class TestReading:
    @pytest.fixture
    def supplier(self) -> User:
        publish_numbers(1, 2)
        return make_person(organisation=make_party())

    def test_read_opens_the_firmware_records_of_a_party(self, supplier: User) -> None:
        assert client_of(supplier, "read").get(f"{FIRMWARE}1/").status_code == 200
        assert client_of(supplier, "read", "audit").get(FIRMWARE).status_code == 200

    def test_nothing_opens_them_to_others(self) -> None:
        stranger = client_of(make_person(), *Scope.values)

        assert stranger.get(FIRMWARE).status_code == 403

    def test_a_refusal_for_want_of_a_scope_is_recorded(self, supplier: User) -> None:
        client_of(supplier, "submit").get(f"{FIRMWARE}2/")

        row = Disclosure.objects.get()
        assert (row.outcome, row.numbers, row.person) == ("refused", [2], supplier.email)
        assert row.token_key

    def test_every_token_opens_the_root(self, supplier: User) -> None:
        assert client_of(supplier, "submit").get("/api/v1/").status_code == 200

    def test_scopes_that_are_no_longer_known_open_nothing(self, supplier: User) -> None:
        client = client_of(supplier, "read")
        supplier.auth_token_set.update(scopes=["everything"])

        assert client.get(FIRMWARE).status_code == 403


@pytest.mark.django_db
def test_a_view_without_a_gate_takes_no_token_with_scopes() -> None:
    class Forgotten(APIView):
        permission_classes = [AllowAny]

        def get(self, request: Request) -> Response:
            return Response("open")

    person = make_person()
    statuses = []
    for scopes in ((), tuple(Scope.values)):
        _, clear = token_issue(user=person, by=person, scopes=scopes)
        request = APIRequestFactory().get("/", HTTP_AUTHORIZATION=f"Bearer {clear}")
        statuses.append(Forgotten.as_view()(request).status_code)

    assert statuses == [200, 401]
