"""Published, not loaded: what a Device Model's page at the desk says of its deliveries to DCC."""

from django.http import HttpRequest

from cpl.register import CPL
from sec_registry.deliveries.permissions import may_see_deliveries
from sec_registry.deliveries.shown import Shown, with_clocks
from sec_registry.registers.admin.leads import Lead, lead_on
from sec_registry.registers.admin.presentation import badge, facts_table, link
from sec_registry.registers.declaration import Register
from sec_registry.registers.deliveries import Delivery
from sec_registry.registers.loading import loading_of

#: So many deliveries of one record are listed, the newest first.
MOST_LISTED = 10


@lead_on
def delivered_to_dcc(request: HttpRequest, register: Register, number: int) -> Lead | None:
    """Whether DCC holds the record; to the Panel also the state of each delivery and its reason."""
    if register is not CPL:
        return None
    loading = loading_of([number]).get(number)
    if loading is None:
        return None
    if loading.is_loaded:
        title = "DCC has loaded it"
    elif loading.loaded_in is None:
        title = "Published, not loaded by DCC"
    else:
        title = f"Published, not loaded by DCC since publication {loading.changed_in}"
    rows = Delivery.objects.filter(cpl_number=number).select_related("publication")
    shown = with_clocks(rows.order_by("-publication_id")[:MOST_LISTED])
    return Lead(title, _table(shown, in_full=may_see_deliveries(request.user)))


def _table(shown: list[Shown], *, in_full: bool) -> str:
    headings = ("Publication", "DCC", *(("Clock", "Reason") if in_full else ()))
    return facts_table(headings, (_row(each, in_full=in_full) for each in shown))


def _row(shown: Shown, *, in_full: bool) -> tuple[object, ...]:
    each = shown.delivery
    if not in_full:
        # States and reasons speak of DCC's systems, and are told to DCC and the Panel.
        return each.publication_id, "Loaded" if each.state == "loaded" else "Not loaded"
    state = badge(each.state, each.get_state_display())
    told = link(state, "registers_delivery_change", each.pk)
    return each.publication_id, told, shown.told, each.reason
