"""When CPA Certificates expire or are to be renewed, as windows counted from today."""

from datetime import date, timedelta

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from cpl.choices import Scheme, Status
from cpl.models import DeviceModel, DeviceModelCertificate

#: Windows of CPA dates: the word in the address, what it is called, days from and to.
WINDOWS: dict[str, tuple[str, int | None, int | None]] = {
    "past": ("Past", None, -1),
    "6": ("In the next 6 months", 0, 183),
    "12": ("In the next 12 months", 0, 366),
    "later": ("Later", 367, None),
}


def of_date(window: str, today: date) -> Q:
    """Certificates whose date falls into the window."""
    _, first, last = WINDOWS[window]
    found = Q()
    if first is not None:
        found &= Q(certificate__date__gte=today + timedelta(days=first))
    if last is not None:
        found &= Q(certificate__date__lte=today + timedelta(days=last))
    return found


def with_cpa_date(rows: QuerySet[DeviceModel], window: str) -> QuerySet[DeviceModel]:
    """The current Device Models whose CPA date falls into the window, counted from today."""
    links = DeviceModelCertificate.objects.filter(
        of_date(window, timezone.localdate()),
        device_model=OuterRef("pk"),
        certificate__scheme=Scheme.CPA,
    )
    return rows.filter(Exists(links), status=Status.CURRENT)
