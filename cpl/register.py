"""The Central Products List, declared."""

from cpl.clauses import CLAUSES
from cpl.columns import COLUMNS, REGISTER
from cpl.document import cells, columns_beside, render
from cpl.knowledge import gather
from cpl.models import (
    DeviceModel,
    DeviceType,
    ManufacturerOrganisation,
    PublishedDeviceModel,
    RequiredScheme,
    UsualForm,
)
from cpl.redactable import REDACTABLE
from cpl.rules import RULES
from cpl.services import apply, apply_to_many
from cpl.table import TABLE
from cpl.terms import redact_terms, write_terms
from sec_registry.registers.declaration import Reader, Register
from sec_registry.registers.reach import Paths, Reach, everything


def anyone(reader: Reader) -> bool:
    """The Central Products List is public."""
    return True


def all_of_it(reader: Reader) -> Reach:
    """Everybody reads all of it."""
    return everything("public")


CPL = Register(
    code=REGISTER,
    title="Central Products List",
    short_title="CPL",
    marking="",
    restricted=False,
    clauses=CLAUSES,
    columns=COLUMNS,
    rules=RULES,
    live=DeviceModel,
    published=PublishedDeviceModel,
    paths=Paths(number="cpl_number", device_type="device_type", manufacturer="manufacturer"),
    admits=anyone,
    reach=all_of_it,
    gather=gather,
    apply=apply,
    apply_to_many=apply_to_many,
    render=render,
    cells=cells,
    extra_columns=columns_beside,
    write_beside=write_terms,
    redactable=REDACTABLE,
    redact_beside=redact_terms,
    policies=(DeviceType, RequiredScheme, UsualForm, ManufacturerOrganisation),
    table=TABLE,
    route="device-models",
    relation="device-model",
)
