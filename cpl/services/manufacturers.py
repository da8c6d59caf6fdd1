"""Manufacturers: entered with their first Device Model, renamed for all of them."""

from collections.abc import Iterable, Sequence

from cpl.batch_facts import name_typed
from cpl.chunks import matching
from cpl.columns import MANUFACTURER, MANUFACTURER_CODE
from cpl.models import DeviceModel, Manufacturer
from cpl.services.device_models import device_models_mark_amended
from sec_registry.audit.bulk import create_all, update_all
from sec_registry.registers.declaration import Accepted, AcceptedForMany
from sec_registry.registers.vocabulary import Action


def manufacturers_add(added: Sequence[Accepted]) -> None:
    """Enter the Manufacturers nobody named before; the first name given for a code stands."""
    names: dict[str, str] = {}
    for each in added:
        name = name_typed(each.candidate)
        if name:
            names.setdefault(each.candidate.text(MANUFACTURER_CODE), name)
    known = {row.code for row in matching(Manufacturer.objects.all(), "code", names)}
    fresh = [Manufacturer(code=code, name=names[code]) for code in names if code not in known]
    create_all(Manufacturer, fresh)


def manufacturers_rename(renamed: Sequence[AcceptedForMany]) -> None:
    """Give Manufacturers their new names; earlier names stay in the history.

    The name stands in the document of each of their Device Models, removed ones too: each is
    amended.
    """
    by_code = {each.candidate.text(MANUFACTURER_CODE): each for each in renamed}
    rows = list(matching(Manufacturer.objects.all(), "code", by_code))
    for row in rows:
        row.name = by_code[row.code].candidate.text(MANUFACTURER)
    update_all(Manufacturer, rows, ["name"])
    device_models_mark_amended(numbers_of(by_code), renamed)


def numbers_of(codes: Iterable[str]) -> set[int]:
    """The CPL numbers of these Manufacturers' Device Models, removed ones too."""
    numbers = DeviceModel.objects.values_list("cpl_number", flat=True)
    return set(matching(numbers, "manufacturer", codes))


def numbers_renamed(accepted: Iterable[AcceptedForMany]) -> set[int]:
    """The CPL numbers of the Device Models in whose documents, of any register, a name changes."""
    renamed = [each for each in accepted if each.action == Action.RENAME_MANUFACTURER]
    return numbers_of(each.candidate.text(MANUFACTURER_CODE) for each in renamed)
