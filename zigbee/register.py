"""The Device Zigbee Information Repository, declared (SEC F2.33 to F2.38)."""

from accounts.people import is_ssc
from sec_registry.registers.declaration import Register
from sec_registry.registers.reach import Paths
from zigbee.access import admits, reach
from zigbee.clauses import CLAUSES
from zigbee.columns import CODE, COLUMNS
from zigbee.document import cells, render
from zigbee.knowledge import gather
from zigbee.models import PublishedZigbeeRecord, ZigbeeRecord
from zigbee.of_many import apply_to_many
from zigbee.redactable import REDACTABLE, SAID
from zigbee.rules import BOOK
from zigbee.services import apply
from zigbee.table import TABLE

DZIR = Register(
    code=CODE,
    title="Device Zigbee Information Repository",
    short_title="DZIR",
    marking="Access is managed by the Security Sub Committee (F2.38)",
    restricted=True,
    clauses=CLAUSES,
    columns=COLUMNS,
    rules=BOOK.rules,
    live=ZigbeeRecord,
    published=PublishedZigbeeRecord,
    paths=Paths(
        number="device_model",
        device_type="device_model__device_type",
        manufacturer="device_model__manufacturer",
    ),
    admits=admits,
    reach=reach,
    gather=gather,
    apply=apply,
    apply_to_many=apply_to_many,
    render=render,
    redactable=REDACTABLE,
    said=SAID,
    cells=cells,
    overseers=is_ssc,
    table=TABLE,
    route="zigbee-records",
    relation="zigbee-record",
)
