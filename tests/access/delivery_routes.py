"""The routes of deliveries to DCC, with what everybody gets there."""

from collections.abc import Iterator

from tests.access.lines import NOTHING_THERE, Line
from tests.access.people import EVERYBODY, FIR, PANEL, SIGNED_IN, Audience, Who

#: DCC's people, and the Panel's.
FOR_DCC: Audience = PANEL | {Who.DCC}


def delivery_routes() -> Iterator[Line]:
    """Deliveries to DCC are for DCC and the Panel; whether a record is loaded, for anyone."""
    root = "api/v1/deliveries/"
    yield Line(root, f"/{root}", FOR_DCC, out=401, known=SIGNED_IN)
    for pattern in (f"{root}<str:number>/", f"{root}<str:number>/extract/"):
        for number in ("1", "4", *NOTHING_THERE):
            yes = 200 if number in ("1", "4") else 404
            address = f"/{pattern}".replace("<str:number>", number)
            yield Line(pattern, address, FOR_DCC, yes=yes, out=401, known=SIGNED_IN)
    yield Line(f"{root}not-loaded/", f"/{root}not-loaded/", FOR_DCC, out=401, known=SIGNED_IN)
    of_record = f"{root}records/<str:number>/"
    for number in ("{granted}", *NOTHING_THERE):
        yes = 200 if number == "{granted}" else 404
        address = f"/{of_record}".replace("<str:number>", number)
        yield Line(of_record, address, FOR_DCC, yes=yes, out=401, known=SIGNED_IN)
    loading = "api/v1/cpl/loading/"
    yield Line(loading, f"/{loading}", EVERYBODY)
    one = f"{loading}<str:number>/"
    for key in ("{granted}", "{blocked}", "{hub}"):
        yield Line(one, f"/{loading}{key}/", EVERYBODY)
    for key in NOTHING_THERE:
        yield Line(one, f"/{loading}{key}/", EVERYBODY, yes=404)
    yield from _pages()


def _pages() -> Iterator[Line]:
    yield Line("cpa-forecast/", "/cpa-forecast/", EVERYBODY)
    forecast = "api/v1/cpl/cpa-forecast/"
    yield Line(forecast, f"/{forecast}", EVERYBODY)
    address = f"/{forecast}?pathways=true"
    yield Line(forecast, address, FIR, out=401, known=SIGNED_IN)
    yield Line("deliveries/", "/deliveries/", FOR_DCC, known=SIGNED_IN)
    one = "deliveries/^(?P<number>[0-9]{1,9})/$"
    for number in ("1", "4"):
        yield Line(one, f"/deliveries/{number}/", FOR_DCC, known=SIGNED_IN)
    yield Line(one, "/deliveries/{absent}/", FOR_DCC, yes=404, known=SIGNED_IN)
