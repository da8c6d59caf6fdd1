"""From a record's page to the submissions that changed it, or would, for those who may see them."""

from django.db.models import Exists, OuterRef, Q
from django.http import HttpRequest

from sec_registry.registers.admin.leads import Lead, lead_on
from sec_registry.registers.admin.presentation import badge, facts_table, link
from sec_registry.registers.declaration import Register
from sec_registry.submissions.models import Item
from sec_registry.submissions.permissions import submissions_visible_to

#: So many submissions are listed, the newest first.
MOST_LISTED = 30


@lead_on
def submissions_about(request: HttpRequest, register: Register, number: int) -> Lead:
    """The submissions with an item about this CPL number, and accepted ones that touched it."""
    about = Item.objects.filter(
        Q(cpl_number=number) | Q(allocated_number=number), submission=OuterRef("pk")
    )
    # An item that names no record, such as a new name, changed what was published with it.
    of_many = Item.objects.filter(
        cpl_number__isnull=True, allocated_number__isnull=True, submission=OuterRef("pk")
    )
    published = register.visible_to(request.user).filter(cpl_number=number)
    found = (
        submissions_visible_to(request.user)
        .filter(
            Exists(about) | Exists(of_many) & Q(publication__in=published.values("published_in"))
        )
        .select_related("created_by", "organisation")
        .order_by("-pk")[:MOST_LISTED]
    )
    table = facts_table(
        ("Submission", "State", "Made by", "Publication"),
        (
            (
                link(each, "submissions_submission_change", each.pk),
                badge(each.state, each.get_state_display()),
                each.organisation or each.created_by.name,
                each.publication_id,
            )
            for each in found
        ),
    )
    return Lead("Submissions", table)
