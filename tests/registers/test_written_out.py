"""What SQL written out by hand says is what the models say (``accounts.standing`` has its own).

Each pair is an answer by such a statement and the same asked of the models, for everything that
stands in one small world.
"""

from collections.abc import Callable, Iterable
from datetime import timedelta
from typing import Any

import pytest
from django.db.models import Max, Q
from django.utils import timezone

from accounts.authentication import BearerAuthentication
from accounts.models import ApiToken, Role, RoleHolding, User
from accounts.services import token_issue
from sec_registry.publications.files.editions import Mark, mark_of
from sec_registry.registers.catalogue import register
from sec_registry.registers.loading import LAST, Loading, loading_of
from sec_registry.registers.models import Delivery, DeliveryState, PublicationRegister
from sec_registry.registers.paging import Standing, standing
from tests.accounts.factories import make_party, make_person
from tests.deliveries.world import enter, make_dcc_person
from tests.published import publish_numbers
from tests.zigbee.grants import make_grant, make_member
from zigbee.access import grants_in_force, reach
from zigbee.models import AccessGrant

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
Pairs = Iterable[tuple[Any, Any]]


def published() -> None:
    """Three publications; a redaction in them shows in tests of redactions."""
    publish_numbers(1, 2, 3)
    publish_numbers(2, esme_variant="B")
    publish_numbers(3, 4, esme_variant="B")


def registers_in_publications() -> Pairs:
    published()
    for code in ("cpl", "firmware"):
        rows = PublicationRegister.objects.filter(register=code).order_by("-publication")
        columns = ("publication", "highest_number", "records", "redactions")
        stood = [Standing(*each) for each in rows.values_list(*columns)]
        yield standing(register(code)), stood[0]
        for each in stood:
            yield standing(register(code), each.publication), each
    yield standing(register("cpl"), 9), None


def marks_of_editions() -> Pairs:
    published()
    for each in PublicationRegister.objects.select_related("publication"):
        number, of = each.publication_id, register(each.register)
        yield mark_of(of, number), Mark(of, number, each.publication.digest, each.redactions)
    yield mark_of(register("cpl"), 9), None


def records_that_dcc_loaded() -> Pairs:
    published()
    dcc = make_dcc_person()
    enter(1, (1, "loaded"), (2, "loaded"), (3, "failed"), by=dcc, reason="not known")
    enter(3, (3, "loaded"), by=dcc)
    for publication in (None, 1, 2):
        then = Q(publication__lte=publication or LAST)
        rows = Delivery.objects.values("cpl_number").annotate(
            changed=Max("publication", filter=then),
            loaded=Max("publication", filter=Q(state=DeliveryState.LOADED)),
        )
        told = {
            each["cpl_number"]: Loading(each["changed"], each["loaded"])
            for each in rows
            if each["changed"] is not None
        }
        yield loading_of([1, 2, 3, 4, 5], publication=publication), told


def accounts_of_tokens() -> Pairs:
    closed = make_person()
    for owner, life in ((make_person(), DAY), (make_person(), -DAY), (closed, DAY)):
        token, clear = token_issue(user=owner, by=owner, name="Systems", life=abs(life))
        if life < timedelta():
            ApiToken.objects.filter(pk=token.pk).update(expiry=timezone.now() + life)
        if owner == closed:
            User.objects.filter(pk=closed.pk).update(is_active=False)
        valid = ApiToken.objects.filter(
            pk=token.pk, expiry__gt=timezone.now(), user__is_active=True
        )
        yield _account(clear), (owner, token) if valid.exists() else None


def _account(clear: str) -> tuple[User, ApiToken] | None:
    try:
        return BearerAuthentication().authenticate_credentials(clear.encode())
    except Exception:
        return None


def people_with_grants() -> Pairs:
    member, party = make_member(), make_party()
    nobody, one, over, revoked, waiting = (make_person() for _ in range(5))
    theirs, reviewer, former = (
        make_person(organisation=party),
        make_person(Role.PANEL_REVIEWER),
        make_person(Role.PANEL_REVIEWER),
    )
    now = timezone.now()
    RoleHolding.objects.filter(user=former).update(ended_at=now, ended_by_text="tests")
    make_grant(member, person=one)
    make_grant(member, organisation=party)
    make_grant(member, role=Role.PANEL_REVIEWER)
    for person, change in (
        (over, {"starts": now - 2 * DAY, "until": now - DAY}),
        (revoked, {"revoked_at": now, "revoked_by": member, "revocation_reason": "Done"}),
        (waiting, {"members_needed": 2}),
    ):
        AccessGrant.objects.filter(pk=make_grant(member, person=person).pk).update(**change)
    for person in (nobody, one, over, revoked, waiting, theirs, reviewer, former):
        yield bool(reach(person)), grants_in_force(person).exists()


@pytest.mark.parametrize(
    "pairs",
    [
        registers_in_publications,
        marks_of_editions,
        records_that_dcc_loaded,
        accounts_of_tokens,
        people_with_grants,
    ],
)
def test_it_says_what_the_models_say(pairs: Callable[[], Pairs]) -> None:
    compared = list(pairs())

    assert [by_hand for by_hand, _ in compared] == [by_models for _, by_models in compared]
    # Each of them has both what is found and what is not.
    assert {bool(by_hand) for by_hand, _ in compared} != {False}
