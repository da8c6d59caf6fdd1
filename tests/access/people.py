"""The people of the access tests: one for every kind of right, and every way of having none.

All but two sit at the desk (``is_staff``), so that a closed page is closed by its own door and not
by the desk's. Everybody is fictional.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from django.test import Client
from django.utils import timezone

from accounts.models import Organisation, Role, User
from accounts.services import organisation_cease, token_issue, user_deactivate
from tests.accounts.factories import (
    BY,
    OrganisationFactory,
    make_holding,
    make_party,
    make_person,
    make_superuser,
)
from tests.zigbee.grants import make_grant


class Who(StrEnum):
    """Everybody who knocks at every door."""

    ANONYMOUS = "anonymous"
    INACTIVE = "inactive"  # had every right there is, until the account was closed
    PARTY = "party"
    CEASED = "ceased party"
    DCC = "dcc"  # no seat at the desk: pages and API only
    SUBMITTER = "submitter"
    STRANGER = "stranger"  # submits too, and drafts amendments of other people's records
    ADMINISTRATOR = "panel administrator"
    REVIEWER = "panel reviewer"
    SSC = "ssc"
    GRANTEE = "grantee"  # of one record
    COLLEAGUE = "colleague"  # of an organisation with a grant on Communications Hubs
    EXPIRED = "expired grantee"
    REVOKED = "revoked grantee"
    AUDITOR = "auditor"
    SUPERUSER = "superuser"


Audience = frozenset[Who]

NOBODY: Audience = frozenset()
EVERYBODY: Audience = frozenset(Who)
SIGNED_IN = EVERYBODY - {Who.ANONYMOUS, Who.INACTIVE}
AT_THE_DESK = SIGNED_IN - {Who.DCC}
PANEL: Audience = frozenset({Who.ADMINISTRATOR, Who.REVIEWER})
#: Who opens the admin's pages of the public list: those with an office.
OFFICE: Audience = PANEL | {Who.SSC, Who.AUDITOR, Who.SUPERUSER}
#: F2.17B.
FIR: Audience = PANEL | {Who.PARTY, Who.DCC}
#: F2.38, for a record that no grant names.
DZIR: Audience = frozenset({Who.SSC})
MANAGERS: Audience = frozenset({Who.ADMINISTRATOR, Who.SUPERUSER})
#: People of any organisation, and the Panel's.
SUBMITTERS: Audience = PANEL | {
    Who.PARTY,
    Who.CEASED,
    Who.SUBMITTER,
    Who.STRANGER,
    Who.COLLEAGUE,
    Who.REVOKED,
}

MONTH = timedelta(days=30)


@dataclass
class People:
    """The people by who they are; two who fill the registers, one who was not invited yet."""

    by_who: dict[Who, User]
    clerk: User
    acceptor: User
    newcomer: User

    def __getitem__(self, who: Who) -> User:
        return self.by_who[who]


def make_people() -> People:
    """Everybody with the rights they have, or had: deactivation and grants come later."""
    hubs = OrganisationFactory(name="Hub Watchers")
    people = {
        Who.INACTIVE: _person(organisation=make_party(), role=Role.PANEL_REVIEWER),
        Who.PARTY: _person(organisation=make_party(name="Fictional Supply")),
        Who.CEASED: _person(organisation=make_party(name="Former Supply")),
        Who.DCC: make_person(organisation=make_party(name="Fictional DCC", is_dcc=True)),
        Who.SUBMITTER: _person(
            organisation=OrganisationFactory(name="Fictional Meters Ltd", is_manufacturer=True)
        ),
        Who.STRANGER: _person(organisation=OrganisationFactory(name="Passing Test House")),
        Who.ADMINISTRATOR: _person(role=Role.PANEL_ADMINISTRATOR),
        Who.REVIEWER: _person(role=Role.PANEL_REVIEWER),
        Who.SSC: _person(role=Role.SECURITY_SUB_COMMITTEE),
        Who.GRANTEE: _person(),
        Who.COLLEAGUE: _person(organisation=hubs),
        Who.EXPIRED: _person(),
        Who.REVOKED: _person(organisation=OrganisationFactory(name="Once Curious Ltd")),
        Who.AUDITOR: _person(role=Role.AUDITOR),
        Who.SUPERUSER: make_superuser(),
    }
    make_holding(people[Who.INACTIVE], Role.SECURITY_SUB_COMMITTEE)
    return People(
        by_who=people,
        clerk=_person(role=Role.PANEL_ADMINISTRATOR),
        acceptor=_person(role=Role.PANEL_REVIEWER),
        newcomer=make_person(password=None),
    )


def _person(role: Role | None = None, organisation: Organisation | None = None) -> User:
    return make_person(role, organisation, staff=True)


@dataclass(frozen=True)
class SignedIn:
    """How everybody is known to the registry: a session, and a token's clear text."""

    cookies: dict[Who, str]
    tokens: dict[Who, str]

    def session(self, who: Who) -> Client:
        """A browser with the person's session; faults become answers."""
        client = Client(raise_request_exception=False)
        if who in self.cookies:
            client.cookies["sessionid"] = self.cookies[who]
        return client

    def bearer(self, who: Who) -> Client:
        """A client that sends the person's token; faults become answers."""
        headers = {"Authorization": f"Bearer {self.tokens[who]}"} if who in self.tokens else {}
        return Client(raise_request_exception=False, headers=headers)


def sign_in(people: People) -> SignedIn:
    """Sign everybody in; then a Party ceases, and the one who is to be inactive is closed."""
    cookies, tokens = {}, {}
    for who, person in people.by_who.items():
        client = Client()
        client.force_login(person)
        cookies[who] = client.cookies["sessionid"].value
        tokens[who] = token_issue(user=person, by=person, name=f"of {who}")[1]
    party = people[Who.CEASED].organisation
    assert party is not None
    organisation_cease(organisation=party, on=timezone.localdate(), by=BY)
    user_deactivate(user=people[Who.INACTIVE], reason="left", by=BY)
    return SignedIn(cookies, tokens)


def closed_grant(by: User, person: User, purpose: str, until: datetime) -> None:
    """A grant on every record that is over once ``until`` has passed."""
    make_grant(by, person=person, purpose=purpose, until=until)
