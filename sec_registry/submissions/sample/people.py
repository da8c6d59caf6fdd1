"""The demo people, their organisations and roles, as the contract lists them.

Assumptions: the password is no secret and breaks every rule for passwords, which is why the
sample is refused where ``DEBUG`` is off. Who is here already is left as they are.
"""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction

from accounts.models import Organisation, Role, RoleHolding, User
from accounts.models.organisation import PartyCategory
from accounts.people import is_ssc
from accounts.services import (
    organisation_add,
    organisation_cease,
    role_countersign,
    role_give,
    user_add,
)
from cpl.models import Manufacturer, ManufacturerOrganisation
from sec_registry.audit.acting import acting

PASSWORD = "demo"  # noqa: S105  # printed for everybody to read
BY = "seed_demo"
#: Whose people submit FA01 and FA02 Device Models; not a SEC Party.
MANUFACTURER = "Fictional Meters Ltd"
SPOKEN_FOR = ("FA01", "FA02")
CEASED = "Former Sample Supply Ltd"
_ACCEDED = date(2014, 5, 1)
_PARTY = {"acceded_on": _ACCEDED}
ORGANISATIONS: dict[str, dict[str, Any]] = {
    "Sample Energy Supply Ltd": {
        **_PARTY,
        "party_signifier": "SAMPLESUPPLY",
        "category": PartyCategory.LARGE_SUPPLIER,
    },
    "Example Networks plc": {
        **_PARTY,
        "party_signifier": "EXAMPLENET",
        "category": PartyCategory.ELECTRICITY_NETWORK,
    },
    CEASED: {
        **_PARTY,
        "party_signifier": "FORMERSUPPLY",
        "category": PartyCategory.SMALL_SUPPLIER,
    },
    "Data Communications Company (sample)": {
        **_PARTY,
        "party_signifier": "DCCSAMPLE",
        "is_dcc": True,
    },
    MANUFACTURER: {"is_manufacturer": True},
}


@dataclass(frozen=True)
class DemoPerson:
    """Somebody who signs in to the demo; ``who`` is what the table of sign-ins says of them."""

    login: str
    name: str
    who: str
    organisation: str = ""
    roles: tuple[Role, ...] = field(default=())
    staff: bool = False
    operator: bool = False

    @property
    def email(self) -> str:
        return f"{self.login}@demo.example"


PEOPLE = (
    DemoPerson(
        "panel",
        "Pat Panel",
        "Panel administrator",
        roles=(Role.PANEL_ADMINISTRATOR,),
        staff=True,
    ),
    DemoPerson(
        "reviewer", "Robin Reviewer", "Panel reviewer", roles=(Role.PANEL_REVIEWER,), staff=True
    ),
    DemoPerson(
        "ssc",
        "Sam Committee",
        "Security Sub Committee",
        roles=(Role.SECURITY_SUB_COMMITTEE,),
        staff=True,
    ),
    DemoPerson(
        "ssc2",
        "Sandy Committee",
        "Security Sub Committee",
        roles=(Role.SECURITY_SUB_COMMITTEE,),
        staff=True,
    ),
    DemoPerson("auditor", "Ali Auditor", "auditor", roles=(Role.AUDITOR,), staff=True),
    DemoPerson("party", "Perry Supplier", "of a SEC Party", "Sample Energy Supply Ltd"),
    DemoPerson(
        "party2",
        "Paula Network",
        "of a SEC Party; may read one Zigbee record",
        "Example Networks plc",
        staff=True,
    ),
    DemoPerson("ceased", "Chris Former", "of a Party that ceased", CEASED),
    DemoPerson(
        "dcc",
        "Dana Comms",
        "of the DCC; may read two Zigbee records",
        "Data Communications Company (sample)",
    ),
    DemoPerson(
        "manufacturer", "Morgan Maker", "of a manufacturer that is no SEC Party", MANUFACTURER
    ),
    DemoPerson("operator", "Oli Operator", "superuser", staff=True, operator=True),
)


def people_add(*, today: date, since: datetime) -> list[str]:
    """Add the demo people who are not there yet; returns their addresses.

    Roles start at ``since``, so that the decisions of the past fall within them.
    """
    there = set(User.objects.values_list("email", flat=True))
    missing = [person for person in PEOPLE if person.email not in there]
    with transaction.atomic():
        organisations = {name: _organisation(name, today) for name in ORGANISATIONS}
        for person in missing:
            _add(person, organisations.get(person.organisation), since)
    return [person.email for person in missing]


def speakers_named(*, by: User, at: datetime) -> None:
    """Say which of the Manufacturers on record the demo's own one speaks for."""
    maker = Organisation.objects.get(name=MANUFACTURER)
    with acting(by=by, reason="sample links", at=at):
        for manufacturer in Manufacturer.objects.filter(code__in=SPOKEN_FOR):
            ManufacturerOrganisation.objects.get_or_create(
                manufacturer=manufacturer, organisation=maker
            )


def demo_people() -> dict[str, User]:
    """The demo people's accounts by the part of the address before the @."""
    accounts = {user.email: user for user in User.objects.select_related("organisation")}
    return {p.login: accounts[p.email] for p in PEOPLE if p.email in accounts}


def _organisation(name: str, today: date) -> Organisation:
    there = Organisation.objects.filter(name=name).first()
    if there is not None:
        return there
    organisation = organisation_add(by=BY, name=name, **ORGANISATIONS[name])
    if name == CEASED:
        return organisation_cease(organisation=organisation, on=today - timedelta(days=90), by=BY)
    return organisation


def _add(person: DemoPerson, organisation: Organisation | None, since: datetime) -> None:
    if person.operator:
        User.objects.create_superuser(person.email, PASSWORD, by=BY, name=person.name)
        return
    user = user_add(
        email=person.email,
        name=person.name,
        organisation=organisation,
        is_staff=person.staff,
        password=PASSWORD,
        by=BY,
    )
    for role in person.roles:
        _give(user, role, since)


def _give(user: User, role: Role, since: datetime) -> None:
    of_committee = RoleHolding.objects.signed().filter(role=Role.SECURITY_SUB_COMMITTEE)
    first = role == Role.SECURITY_SUB_COMMITTEE and not of_committee.exists()
    holding = role_give(
        user=user, role=role, reason="sample people", by=BY, starts=since, bootstrap=first
    )
    colleague = demo_people().get("ssc")
    # Where somebody appointed a first member before, the demo's members wait for that signature.
    if holding.awaits_countersignature and colleague is not None and is_ssc(colleague):
        role_countersign(holding=holding, by=colleague)
