"""The routes of fleet plans, with what everybody gets there, and the calls that ask for one."""

from collections.abc import Iterator

from tests.access.lines import Line
from tests.access.people import FIR, SIGNED_IN
from tests.access.submission_routes import Call

ROOT = "api/v1/firmware/fleet-plans/"
#: Records of every kind, and one that is not there: whoever may not, learns of none.
FLEET = {
    "devices": [
        {"cpl_number": number, "count": 1}
        for number in ("{granted}", "{blocked}", "{hub}", "{bare}", "{removed}", "{absent}")
    ]
}


def fleet_routes() -> Iterator[Line]:
    """For the FIR's audience (F2.17B)."""
    yield Line(ROOT, f"/{ROOT}", FIR, yes=405, out=401, known=SIGNED_IN)


def fleet_calls() -> Iterator[Call]:
    """Asking for a plan changes nothing."""
    yield Call("plan a fleet", f"/{ROOT}", FIR, FLEET, no=403, changes=False)
