"""Each publication is prepared for DCC in the transaction that makes it."""

from django.db.models import Max

from cpl.models import PublishedDeviceModel
from sec_registry.audit.inserting import insert_all
from sec_registry.audit.pieces import pieces
from sec_registry.registers.deliveries import Delivery

BATCH = 500


def deliveries_prepare() -> int:
    """Prepare what was published and has no delivery yet, record by record; returns how many.

    A publication that changed no CPL record has nothing for DCC. Only CPL records are delivered:
    a change of firmware or Zigbee records alone leaves no trace here.
    """
    last = Delivery.objects.aggregate(last=Max("publication_id"))["last"] or 0
    changed = (
        PublishedDeviceModel.objects.filter(published_in__gt=last)
        .order_by("published_in", "cpl_number")
        .values_list("published_in", "cpl_number", "published_in__published_at")
    )
    prepared = 0
    for some in pieces(list(changed), BATCH):
        insert_all(
            Delivery,
            [
                Delivery(publication_id=publication, cpl_number=number, recorded_at=published_at)
                for publication, number, published_at in some
            ],
        )
        prepared += len(some)
    return prepared
