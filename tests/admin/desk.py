"""What the tests of the desk share: everybody who may sit at it, and registers with canaries.

A canary is a text that stands in restricted data only: wherever else it turns up, it leaked.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django.contrib.messages import get_messages
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import Role, User
from accounts.services import user_deactivate
from sec_registry.registers.models import Disclosure
from sec_registry.submissions.models import Submission
from tests.accounts.factories import (
    OrganisationFactory,
    make_party,
    make_person,
    make_superuser,
)
from tests.registry import Panel, accept, draft, numbers_given
from tests.rows import Cells, numbered_row
from tests.zigbee.grants import make_grant
from zigbee.choices import ScopeKind
from zigbee.models import AccessGrant

VENDOR, STACK = "CanaryVendor", "CanaryStack 9.9"
NOTES, EMAIL, ADDRESS = "CanaryNotes", "canary@fictional.example", "CanaryStreet 1"
FIR_CANARIES = (NOTES, EMAIL, ADDRESS)
#: The contact of a submission fills the Zigbee record's own contact too.
DZIR_CANARIES = (VENDOR, STACK, EMAIL, ADDRESS)

CLOSED = "Access is managed by the Security Sub Committee (F2.38)"
SHARED = "SEC Parties only – must not be shared (F2.17B)"


def canary_row(number: int, **changes: Any) -> Cells:
    """A valid row whose restricted parts hold canaries."""
    restricted = {
        "Contact email": EMAIL,
        "Contact address": ADDRESS,
        "Release notes": f"{NOTES} {number}",
        "ZigBee chipset vendor": VENDOR,
        "ZigBee stack version": STACK,
    }
    return numbered_row(number, **{**restricted, **changes})


@dataclass
class Cast:
    """People, the CPL numbers of the records, and the submissions around them."""

    people: dict[str, User]
    panel: Panel
    numbers: list[int]
    accepted: Submission
    draft: Submission
    grant: AccessGrant
    clients: dict[str, Client] = field(default_factory=dict)

    def client(self, who: str) -> Client:
        """A browser in which this person is signed in, or nobody for "anonymous"."""
        if who not in self.clients:
            self.clients[who] = Client()
            if who != "anonymous":
                self.clients[who].force_login(self.people[who])
        return self.clients[who]


def make_cast() -> Cast:
    """Two records accepted, the submitter's draft, and one of each kind of person."""
    administrator = make_person(Role.PANEL_ADMINISTRATOR, staff=True)
    reviewer = make_person(Role.PANEL_REVIEWER, staff=True)
    panel = Panel(administrator=administrator, reviewer=reviewer)
    submitter = make_person(organisation=OrganisationFactory(), staff=True)
    publication = accept(canary_row(1), canary_row(2), panel=panel, by=submitter)
    numbers = numbers_given(publication)
    ssc = make_person(Role.SECURITY_SUB_COMMITTEE, staff=True)
    ceased = make_party(ceased_on=date(2020, 1, 1))
    people = {
        "party": make_person(organisation=make_party(), staff=True),
        "party without the admin": make_person(organisation=make_party()),
        "ceased": make_person(organisation=ceased, staff=True),
        "submitter": submitter,
        "administrator": administrator,
        "reviewer": reviewer,
        "ssc": ssc,
        "grantee": make_person(staff=True),
        "expired grantee": make_person(staff=True),
        "auditor": make_person(Role.AUDITOR, staff=True),
        "superuser": make_superuser(),
        "inactive": make_person(Role.PANEL_REVIEWER, staff=True),
    }
    user_deactivate(user=people["inactive"], reason="left", by=administrator)
    grant = make_grant(ssc, person=people["grantee"], kind=ScopeKind.RECORD, value=str(numbers[0]))
    make_expired_grant(ssc, people["expired grantee"])
    return Cast(
        people=people,
        panel=panel,
        numbers=numbers,
        accepted=publication.submissions.get(),
        draft=draft(canary_row(3), by=submitter, title="Draft of the submitter"),
        grant=grant,
    )


def make_expired_grant(by: User, person: User) -> AccessGrant:
    """A grant over all records that was given properly and has run out since."""
    grant = make_grant(by, person=person)
    past = timezone.now() - timedelta(days=2)
    # The verb gives nothing that has ended: the dates are moved, as time would have done.
    AccessGrant.objects.filter(pk=grant.pk).update(starts=past, until=past + timedelta(days=1))
    return grant


def page(name: str, *args: Any) -> str:
    return reverse(f"admin:{name}", args=args)


def said(response: Any) -> str:
    """The messages that the person finds on the next page."""
    return " ".join(str(message) for message in get_messages(response.wsgi_request))


def text(response: Any) -> str:
    return str(response.content.decode())


def disclosures_during(deed: Callable[[], object]) -> list[Disclosure]:
    """The disclosures recorded while it was done, the oldest first."""
    last = Disclosure.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    deed()
    return list(Disclosure.objects.filter(pk__gt=last).order_by("pk"))
