"""What waits for the Panel, and what is coming."""

from collections.abc import Iterator
from datetime import timedelta

from django.db.models import Count, Min
from django.utils import timezone

from accounts.models import Role, User
from cpl.cpa_dates import WINDOWS, with_cpa_date
from cpl.models import DeviceModel
from firmware.choices import RecordState
from firmware.register import FIR
from sec_registry.dashboard.lines import Line, list_of
from sec_registry.deliveries.clocks import Running, standing_as
from sec_registry.notices.outbox import given_up
from sec_registry.registers.working_days import calendar_kept

#: The calendar must know the holidays of at least so many days ahead.
KNOWN_AHEAD = timedelta(days=366)
_CLOCKS = {
    Running.OVERDUE: "Deliveries to DCC overdue",
    Running.UNKNOWN: "Deliveries to DCC without a known date",
    Running.DUE: "Deliveries to DCC due",
}


def calendar_lines(roles: frozenset[str]) -> Iterator[Line]:
    """A word to those who keep the calendar before it runs out."""
    if Role.PANEL_ADMINISTRATOR not in roles:
        return
    left = calendar_kept().known_until - timezone.localdate()
    if left < KNOWN_AHEAD:
        address = list_of("registers_bankholiday")
        yield Line("Days until the calendar of bank holidays ends", max(left.days, 0), address)


def delivery_lines(roles: frozenset[str], *running: Running) -> Iterator[Line]:
    """Records on their way into DCC's systems, by their Working Day clock; for the Panel."""
    if roles.isdisjoint({Role.PANEL_ADMINISTRATOR, Role.PANEL_REVIEWER}):
        return
    for each in running:
        told = standing_as(each).aggregate(
            count=Count("pk"), since=Min("publication__published_at")
        )
        if told["count"]:
            address = list_of("registers_delivery", f"clock={each}")
            yield Line(_CLOCKS[each], told["count"], address, told["since"])


def notice_lines() -> Iterator[Line]:
    """Notices that did not reach their readers, for whoever sees the outbox."""
    told = given_up().aggregate(count=Count("pk"), since=Min("done_at"))
    if told["count"]:
        address = list_of("notices_notice", "state=dead")
        yield Line("Notices given up", told["count"], address, told["since"])


def removal_lines() -> Iterator[Line]:
    """Device Models that leave the list on a day that was decided; the desk's list says which."""
    planned = DeviceModel.objects.filter(removal_planned_for__isnull=False).count()
    if planned:
        yield Line("Removals planned", planned, list_of("cpl_devicemodel", "removal=planned"))


def cpa_date_lines() -> Iterator[Line]:
    """CPA dates of current Device Models, which are public."""
    for window, (title, *_) in WINDOWS.items():
        if window == "later":
            continue
        count = with_cpa_date(DeviceModel.objects.all(), window).count()
        if count or window != "past":
            yield Line(
                f"CPA date: {title.lower()}", count, list_of("cpl_devicemodel", f"cpa={window}")
            )


def not_provided_lines(person: User) -> Iterator[Line]:
    """Firmware records still to be completed, for those who may read all of them (F2.17B)."""
    # SECURITY: the count is worked out only through the register's own door.
    if FIR.reach(person).everything:
        state = RecordState.NOT_PROVIDED
        count = FIR.live_visible_to(person).filter(state=state).count()
        address = list_of("firmware_firmwarerecord", f"state={state}")
        yield Line("Firmware records not provided", count, address)
