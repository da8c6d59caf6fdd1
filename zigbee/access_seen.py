"""Which requests and grants somebody sees: the committee all, everybody else their own.

A requester reads their own request and, once it is final, the decision; that a member proposes
something is the committee's business. Whoever a grant is for sees that there is one and how far it
goes. What it was given for is read by the committee and whoever asked, and nobody else.
"""

from django.db.models import Q, QuerySet

from accounts.models import RoleHolding, User
from accounts.people import is_panel_administrator, is_ssc
from sec_registry.registers.declaration import Reader
from zigbee.choices import RequestState
from zigbee.grants import grants_not_over
from zigbee.models import AccessGrant, AccessRequest
from zigbee.models.access import OPENED
from zigbee.models.requests import OPEN

_REQUESTS = ("scope", "requester", "person", "organisation", "decided_by")
_GRANTS = ("scope", "person", "organisation", "request", "decided_by")


def requests_visible_to(user: Reader) -> QuerySet[AccessRequest]:
    """All for a member of the committee, one's own for everybody else."""
    found = AccessRequest.objects.select_related(*_REQUESTS)
    if not isinstance(user, User):
        return found.none()
    return found if is_ssc(user) else requests_of(user)


def requests_of(user: User) -> QuerySet[AccessRequest]:
    """The requests that the person made."""
    return AccessRequest.objects.select_related(*_REQUESTS).filter(requester=user.pk)


def requests_waiting() -> QuerySet[AccessRequest]:
    """The requests that the committee has still to decide, the oldest first."""
    return AccessRequest.objects.filter(OPEN).select_related(*_REQUESTS).order_by("pk")


def state_told(request: AccessRequest, reader: User) -> RequestState:
    """Where the request stands, as this reader learns it."""
    if request.state == RequestState.PROPOSED and not is_ssc(reader):
        return RequestState.WAITING
    return RequestState(request.state)


def decision_told(request: AccessRequest, reader: User) -> bool:
    """Whether this reader learns the words of the decision."""
    final = request.state in (RequestState.GRANTED, RequestState.REFUSED)
    return final or (request.state == RequestState.PROPOSED and is_ssc(reader))


def grants_visible_to(user: Reader) -> QuerySet[AccessGrant]:
    """All for a member of the committee, one's own for everybody else."""
    if not isinstance(user, User):
        return AccessGrant.objects.none()
    return AccessGrant.objects.select_related(*_GRANTS) if is_ssc(user) else grants_of(user)


def grants_of(user: User) -> QuerySet[AccessGrant]:
    """The grants, ended ones too, to the person, their organisation or a role they hold now."""
    own = User.objects.filter(pk=user.pk, organisation__isnull=False)
    held = RoleHolding.objects.in_force().filter(user=user.pk)
    theirs = (
        Q(person=user.pk)
        | Q(organisation__in=own.values("organisation"))
        | Q(role__in=held.values("role"))
    )
    return AccessGrant.objects.filter(OPENED, theirs).select_related(*_GRANTS)


def grants_beside(request: AccessRequest) -> QuerySet[AccessGrant]:
    """What whoever asks may read already, and whom they ask for: for the committee's decision."""
    held = Q(person=request.requester_id)
    for organisation in {request.requester.organisation_id, request.organisation_id} - {None}:
        held |= Q(organisation=organisation)
    if request.role:
        held |= Q(role=request.role)
    return grants_not_over().filter(held).select_related(*_GRANTS).order_by("until", "pk")


def grants_renewable(user: User) -> QuerySet[AccessGrant]:
    """Those of one's own that one may ask to renew: a role's by Panel administrators alone."""
    found = grants_of(user).filter(revoked_at__isnull=True)
    return found if is_panel_administrator(user) else found.filter(role="")


def purpose_told(grant: AccessGrant, reader: User) -> bool:
    """Whether this reader learns what the grant was given for."""
    asked = grant.request is not None and grant.request.requester_id == reader.pk
    return asked or is_ssc(reader)
