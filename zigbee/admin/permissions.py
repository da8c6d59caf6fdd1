"""*Object permissions* of a Zigbee record: who holds a grant over it, and the committee's form."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import path, reverse

from sec_registry.registers.admin.presentation import facts_table, link, moment
from zigbee.admin.behind_a_record import committees_page
from zigbee.choices import ScopeKind
from zigbee.grants import grants_over
from zigbee.models import AccessGrant, ZigbeeRecord

NAME = "zigbee_zigbeerecord_permissions"
HELD = "Grants over this record"


class ObjectPermissions:
    """The button, its page, and the section of a record that says who holds a grant."""

    def get_urls(self: Any) -> Any:
        # Before the stock addresses, the last of which takes anything.
        view = self.admin_site.admin_view(self.permissions_view)
        return [path("<path:object_id>/permissions/", view, name=NAME), *super().get_urls()]  # type: ignore[misc]

    @committees_page
    def permissions_view(self: Any, request: HttpRequest, record: ZigbeeRecord) -> HttpResponse:
        """The grants over the record and the form, filled in for this record alone."""
        pages: Any = self.admin_site.get_model_admin(AccessGrant)
        given: HttpResponse = pages.give(
            request,
            back=reverse("admin:zigbee_zigbeerecord_permissions", args=[record.pk]),
            title=f"Object permissions of the Zigbee record of CPL {record.pk}",
            initial={"kind": ScopeKind.RECORD, "value": str(record.pk)},
            table=held_by(record),
            table_title=HELD,
            marking=self.declared.marking,
        )
        return given


def held_by(record: ZigbeeRecord) -> str:
    """The grants that cover the record and are not over, as a table."""
    return facts_table(
        ("For", "Access to", "State", "From", "Until (UTC)", "Purpose"),
        (
            (
                link(grant.holder, "zigbee_accessgrant_change", grant.pk),
                grant.scope,
                grant.state.label,
                moment(grant.starts),
                moment(grant.until),
                grant.purpose,
            )
            for grant in grants_over(record)
        ),
    )
