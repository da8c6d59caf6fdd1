"""The committee hears who comes to read by joining those to whom it gave access (F2.38).

A grant to an organisation or to a Panel role is for whoever belongs there, and that is decided by
those who manage accounts. SECURITY: otherwise they could let somebody read without the committee's
knowing, by a new account, a move, a role, or an account that is opened again.
"""

from django.db.models import Q
from django.template.loader import render_to_string
from django.utils import timezone

from accounts.models import Organisation, User
from accounts.notices import ssc_alert
from sec_registry.audit.acting import actor_text
from zigbee.models import AccessGrant
from zigbee.models.access import OPENED


def committee_told_of_joining(
    *, user: User, by: User | str, organisation: Organisation | None, role: str, returns: bool
) -> None:
    """Tell the members which grants are the person's too from now on, if there are any."""
    holder = Q(organisation=organisation, organisation__isnull=False)
    if role:
        holder |= Q(role=role)
    if returns:
        holder |= Q(person=user)
    held = AccessGrant.objects.filter(
        holder, OPENED, revoked_at__isnull=True, until__gt=timezone.now()
    )
    grants = [str(each) for each in held.order_by("pk").values_list("pk", flat=True)]
    if grants:
        context = {"user": user, "by": actor_text(by), "grants": grants}
        text = render_to_string("zigbee/joining_letter.txt", context)
        ssc_alert(subject="Somebody comes to read Zigbee records by a grant", text=text)
