"""The committee hears who comes to read by what it granted, past any decision of its own (F2.38).

A grant to an organisation or to a Panel role is for whoever belongs there, and that is decided by
those who manage accounts; so are whether a Party has ceased and who answers for a service account.
SECURITY: otherwise they could let somebody read without the committee's knowing.
"""

from datetime import date

from django.db.models import Q, QuerySet
from django.template.loader import render_to_string

from accounts.models import Organisation, User
from accounts.notices import ssc_alert
from sec_registry.audit.acting import actor_text
from zigbee.grants import grants_not_over
from zigbee.models import AccessGrant


def committee_told_of_joining(
    *,
    user: User,
    what: str,
    by: User | str,
    organisation: Organisation | None,
    role: str,
    anew: bool,
) -> None:
    """Tell the members which grants are the person's too from now on, if there are any."""
    holder = Q(organisation=organisation, organisation__isnull=False)
    if role:
        holder |= Q(role=role)
    if anew:
        holder |= Q(person=user)
    if grants := _named(grants_not_over().filter(holder)):
        context = {"user": user, "what": what, "by": actor_text(by), "grants": grants}
        text = render_to_string("zigbee/joining_letter.txt", context)
        ssc_alert(subject="Somebody comes to read Zigbee records by a grant", text=text)


def committee_told_of_cessation(
    *, organisation: Organisation, before: date | None, by: User | str
) -> None:
    """Tell the members which grants a Party's cessation closes, opens again, or leaves open."""
    theirs = _named(grants_not_over().filter(organisation=organisation))
    peoples = _named(grants_not_over().filter(person__organisation=organisation))
    if theirs or peoples:
        context = {
            "organisation": organisation,
            "before": before,
            "by": actor_text(by),
            "theirs": theirs,
            "peoples": peoples,
        }
        text = render_to_string("zigbee/cessation_letter.txt", context)
        ssc_alert(subject="The cessation of a SEC Party bears on Zigbee access", text=text)


def _named(grants: QuerySet[AccessGrant]) -> list[str]:
    return [str(each) for each in grants.order_by("pk").values_list("pk", flat=True)]
