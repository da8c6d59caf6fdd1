"""The routes of fleet plans, with what everybody gets there; calls and forms that ask for one.

The inventory in the addresses is PARTY's and nobody else's, whatever they may read.
"""

from collections.abc import Iterator

from tests.access.lines import Line
from tests.access.people import FIR, SIGNED_IN, Audience, Who
from tests.access.posts import Post
from tests.access.submission_routes import Call

ROOT = "api/v1/firmware/fleet-plans/"
PAGES = "fleet-plan/"
OWNER: Audience = frozenset({Who.PARTY})
#: Records of every kind, and one that is not there: whoever may not, learns of none.
FLEET = {
    "devices": [
        {"cpl_number": number, "count": 1}
        for number in ("{granted}", "{blocked}", "{hub}", "{bare}", "{removed}", "{absent}")
    ]
}


def fleet_routes() -> Iterator[Line]:
    """For the FIR's audience (F2.17B)."""
    yield Line(ROOT, f"/{ROOT}", FIR, out=401, known=SIGNED_IN)
    for page in ("", "plan/"):
        pattern = f"{ROOT}<str:key>/{page}"
        seen = (FIR - OWNER, 404)
        yield Line(pattern, f"/{ROOT}{{fleet}}/{page}", OWNER, out=401, known=SIGNED_IN, but=seen)
        for key in ("{absent}", "nothing", "%00"):
            address = f"/{ROOT}{key}/{page}"
            yield Line(pattern, address, FIR, yes=404, out=401, known=SIGNED_IN)
    yield Line("api/v1/firmware/gaps/", "/api/v1/firmware/gaps/", FIR, out=401, known=SIGNED_IN)
    yield Line("pathway-gaps/", "/pathway-gaps/", FIR, known=SIGNED_IN)
    yield Line(PAGES, f"/{PAGES}", FIR, known=SIGNED_IN)
    one = f"{PAGES}^(?P<key>[A-Za-z0-9]{{32}})/"
    for end, address, yes in (
        ("$", "", 200),
        ("delete/$", "delete/", 405),
        (r"(?P<name>[a-z]{4,6}\.[a-z]{3,4})$", "plan.json", 200),
    ):
        others = (FIR - OWNER, yes if yes == 405 else 404)
        there = f"/{PAGES}{{fleet}}/{address}"
        yield Line(f"{one}{end}", there, OWNER, yes=yes, known=SIGNED_IN, but=others)


def fleet_calls() -> Iterator[Call]:
    """Asking for a plan changes nothing."""
    yield Call("plan a fleet", f"/{ROOT}", FIR, FLEET, no=403, changes=False)


def fleet_posts() -> Iterator[Post]:
    """The form, deleting one's own, and the Panel's policy."""
    rows: dict[str, str | list[str]] = {"rows": "CPL number\n{granted}\n", "goal": "newest"}
    yield Post("make a fleet plan", f"/{PAGES}", rows, FIR)
    others = (FIR - OWNER, 404)
    yield Post("delete a fleet", f"/{PAGES}{{fleet}}/delete/", {}, OWNER, but=others)
    policy: dict[str, str | list[str]] = {"at_once": "4", "kept_days": "2", "reason": "because"}
    address = "/admin/firmware/fleetpolicy/fleet/change/"
    yield Post("change policy on fleets", address, policy, frozenset({Who.ADMINISTRATOR}))
