"""What a curious person asks of a page beside its plain address.

SECURITY: the words after "canary" are what somebody could guess of a restricted value; an answer
that depends on them without the right to read it tells the value, letter by letter.
"""

from collections.abc import Iterator

from tests.access.canaries import DZIR_START, FIR_START
from tests.access.lines import Line

_RADIOS = f"zigbee_record__radios__chipset_vendor__startswith={DZIR_START}"
_NOTES = f"firmware_record__release_notes__contains={FIR_START}"

#: Ways from a model to a restricted column by the names of relations, as an ORM would follow them.
CLIMBING = {
    "cpl/devicemodel": (_RADIOS, _NOTES, f"pathways_here__blocked_reason__contains={FIR_START}"),
    "cpl/manufacturer": (
        f"contact_points__address__contains={FIR_START}",
        f"device_models__{_RADIOS}",
    ),
    "cpl/devicetype": (f"device_models__{_RADIOS}",),
    "cpl/assurancecertificate": (f"device_model_links__device_model__{_RADIOS}",),
    "firmware/firmwarerecord": (
        f"device_model__{_RADIOS}",
        f"contact__email__startswith={FIR_START}",
    ),
    "zigbee/zigbeerecord": (
        f"radios__chipset_vendor__in={DZIR_START},x",
        f"device_model__{_NOTES}",
        f"reviews__note__contains={DZIR_START}",
    ),
    "zigbee/accessgrant": (f"purpose__contains={DZIR_START}",),
    "accounts/user": (f"zigbee_grants__purpose__contains={DZIR_START}",),
    "accounts/organisation": (f"zigbee_grants__purpose__contains={DZIR_START}",),
    "submissions/submission": (
        f"items__parts__values__icontains={DZIR_START}",
        f"findings__found__contains={DZIR_START}",
    ),
    "api": (_RADIOS, _NOTES, f"document__contains={DZIR_START}"),
}
_LATER = "at=2100-01-01T00:00:00Z"
_PLUS = f"%2B__chipset_vendor={DZIR_START}"
_DESK_LIST = (
    _PLUS,
    f"q={DZIR_START}",
    f"q={FIR_START}",
    "o=-1.-2.3.99&_popup=1&_to_field=zigbee_record",
    "all=&_facets=True&p=0",
    "review=unreviewed",
    f"chipset={DZIR_START}&stack={DZIR_START}",
    "question=waiting",
)
_API_LIST = (
    _PLUS,
    "publication=1&count=true",
    "publication=2",
    "format=api",
    "format=csv",
    f"{_LATER}&format=xlsx",
    "ordering=-document",
    "fields=document,digest,salt",
    f"search={DZIR_START}",
    "limit=1&after=4711001",
)
_API_CHANGES = ("count=true&limit=1", "format=csv", "format=api", f"fields={DZIR_START}", _NOTES)
_API_COMPARE = (
    "from=0&to=3&count=true&limit=1",
    f"from=1&to=2&search={DZIR_START}",
    "from=1&to=2&fields=radios,contact",
    f"from=1&to=2&{_NOTES}",
)
_DISCLOSURES = (
    "count=true&limit=1",
    "number=4711001&format=csv",
    "register=zigbee&format=api",
    f"person={DZIR_START}",
    f"subject__contains={DZIR_START}",
)
_API_ONE = ("publication=1", _LATER, "publication=3&format=api", "fields=document,digest,salt")
_SUBMISSION = (
    "level=problem",
    "level=advisory",
    "level=note&findings=2&page=2",
    "impact=yes&level=problem&column=Baselines",
    "level=advisory&rule=radios-are-complete&column=ZigBee+stack+version",
    f"action=amend&breaks={DZIR_START}&column={DZIR_START}&rule=item__values",
)
_SENT = (
    f"search={DZIR_START}",
    "own=false&count=true",
    "older_than=1&state=accepted",
    "format=api",
    f"items__parts__values__icontains={DZIR_START}",
)
_SENT_CONTENT = ("format=api", "limit=1&count=true", "after=1", f"rule={DZIR_START}", _NOTES)
_SEARCH = (
    f"search={DZIR_START}",
    f"search=&publication=2&{_RADIOS}&{_NOTES}",
    f"status=CURRENT&model={FIR_START}&certificate={DZIR_START}&document__contains={DZIR_START}",
)
_DESK_ONE = (f"_changelist_filters=q%3D{DZIR_START}&_popup=1&p=2",)


def questions(line: Line, status: int) -> Iterator[str]:
    """Queries for the line's address; of what is closed, all names at once."""
    asked = list(_questions(line, status))
    # A 400 only says that the plain address asks for too little.
    yield from asked if status in (200, 400) or not asked else ["&".join(asked)]


def _questions(line: Line, status: int) -> Iterator[str]:
    model = line.pattern.removeprefix("admin/").removesuffix("/")
    if line.pattern.startswith("api/"):
        yield from _of_the_api(line)
    elif line.address == "/":
        yield from _SEARCH
    elif line.pattern.count("/") == 3:
        yield from (*_DESK_LIST, *CLIMBING.get(model, ()))
    elif "submission/<path" in line.pattern and status == 200:
        yield from _SUBMISSION
    elif "<path" in line.pattern and status == 200:
        yield from _DESK_ONE


def _of_the_api(line: Line) -> tuple[str, ...]:
    pattern = line.pattern
    if "/submissions/" in pattern:
        return _SENT_CONTENT if "number" in pattern else _SENT
    if pattern.endswith("compare/"):
        # Other lines name the publications in their addresses.
        return _API_COMPARE if line.address.endswith("/") else ()
    if pattern.endswith("changes/"):
        return _API_CHANGES
    if "number" in pattern:
        return _API_ONE
    if pattern.endswith("disclosures/"):
        return _DISCLOSURES
    return (*_API_LIST, *CLIMBING["api"]) if pattern.endswith("$") else ()
