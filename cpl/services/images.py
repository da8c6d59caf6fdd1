"""Manufacturer Images, brought to what was accepted."""

from collections.abc import Iterable, Mapping

from cpl.chunks import matching
from cpl.models import ManufacturerImage
from cpl.proposed import Image
from sec_registry.audit.bulk import create_all, delete_all, update_all


def images_set(wanted: Mapping[int, Image | None], amending: Iterable[int]) -> set[int]:
    """Give each Device Model this image or none; returns those that had another before.

    ``amending`` names the ones that may have an image already.
    """
    rows = matching(ManufacturerImage.objects.all(), "device_model", amending)
    live = {row.device_model_id: row for row in rows}
    fresh, altered, stale = [], [], []
    changed: set[int] = set()
    for number, image in wanted.items():
        row = live.get(number)
        held = Image(row.creator, row.descriptor, row.hash) if row else None
        if image == held:
            continue
        changed.add(number)
        if image is None:
            stale.append(live[number])
        elif row is None:
            fresh.append(ManufacturerImage(device_model_id=number, **image._asdict()))
        else:
            row.creator, row.descriptor, row.hash = image
            altered.append(row)
    delete_all(ManufacturerImage, stale)
    update_all(ManufacturerImage, altered, list(Image._fields))
    create_all(ManufacturerImage, fresh)
    return changed
