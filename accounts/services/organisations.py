"""Verbs on organisations. Each has a group of its own, which carries object permissions."""

from datetime import date
from typing import TypedDict, Unpack

from django.contrib.auth.models import Group
from django.db import transaction

from accounts.cessations import cessation_told
from accounts.models import Organisation
from accounts.services.authority import Actor, require_manager
from sec_registry.audit.acting import acting, reason_kept


class OrganisationFacts(TypedDict, total=False):
    """What is known of an organisation; a fact that is left out stays as it is."""

    name: str
    party_signifier: str | None
    acceded_on: date | None
    ceased_on: date | None
    category: str
    is_dcc: bool
    is_manufacturer: bool
    is_test_house: bool


@transaction.atomic
def organisation_add(
    *, by: Actor, reason: str = "organisation added", **facts: Unpack[OrganisationFacts]
) -> Organisation:
    """Add an organisation. Raises ``ValidationError`` and ``PermissionDenied``."""
    require_manager(by)
    organisation = Organisation(**facts)
    organisation.full_clean(exclude=["group"])
    organisation.group = Group.objects.create(name=_group_name(organisation))
    with acting(by=by, reason=reason_kept(reason)):
        organisation.save()
    return organisation


@transaction.atomic
def organisation_change(
    *,
    organisation: Organisation,
    by: Actor,
    reason: str = "organisation changed",
    **facts: Unpack[OrganisationFacts],
) -> Organisation:
    """Change the facts given. Raises ``ValidationError`` and ``PermissionDenied``."""
    require_manager(by)
    current = Organisation.objects.select_for_update().get(pk=organisation.pk)
    ceased_on = current.ceased_on
    for fact, value in facts.items():
        setattr(current, fact, value)
    current.full_clean()
    with acting(by=by, reason=reason_kept(reason)):
        current.save()
    Group.objects.filter(pk=current.group_id).update(name=_group_name(current))
    if current.ceased_on != ceased_on:
        cessation_told(organisation=current, before=ceased_on, by=by)
    return current


def organisation_cease(
    *, organisation: Organisation, on: date, by: Actor, reason: str = "ceased to be a SEC Party"
) -> Organisation:
    """Record that a SEC Party ceases: from the day ``on`` it is none, and its people's."""
    return organisation_change(organisation=organisation, by=by, reason=reason, ceased_on=on)


def _group_name(organisation: Organisation) -> str:
    return f"Organisation: {organisation.name}"
