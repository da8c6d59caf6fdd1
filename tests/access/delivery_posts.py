"""The forms of deliveries to DCC, with who may send them."""

from collections.abc import Iterator

from tests.access.people import PANEL, Audience, Who
from tests.access.posts import Post

ADMINISTRATOR: Audience = frozenset({Who.ADMINISTRATOR})


def delivery_posts() -> Iterator[Post]:
    """Results in bulk, and policy."""
    cells: dict[str, str | list[str]] = {
        "action": "enter_result",
        "_selected_action": ["{delivery}"],
        "confirmed": "1",
        "state": "loaded",
    }
    yield Post("enter results", "/admin/registers/delivery/", cells, PANEL)
    chosen: dict[str, str | list[str]] = {"every": "on", "result": "failed", "reason": "why"}
    # The desk's people are signed in, and so is DCC.
    yield Post("enter results on the page", "/deliveries/1/", chosen, PANEL | {Who.DCC})
    until: dict[str, str | list[str]] = {"publication": "1", "reason": "letter"}
    in_vain: tuple[Audience, int] = (frozenset({Who.DCC}), 403)
    yield Post("all loaded until", "/deliveries/", until, PANEL, but=in_vain)
    root = "/admin/deliveries/"
    days: dict[str, str | list[str]] = {"working_days": "2", "reason": "because"}
    start: dict[str, str | list[str]] = {"clock": "given", "decided_from": "2031-01-01"}
    yield Post("add clock", f"{root}clockdays/add/", {**start, **days}, ADMINISTRATOR)
    yield Post("change clock", f"{root}clockdays/{{clock_days}}/change/", days, ADMINISTRATOR)
    why: dict[str, str | list[str]] = {"reason": "because"}
    more: dict[str, str | list[str]] = {"months": "3", **why}
    yield Post("add period", "/admin/cpl/cpanoticeperiod/add/", more, ADMINISTRATOR)
    address = "/admin/cpl/cpanoticeperiod/{period}/delete/"
    yield Post("delete period", address, why, ADMINISTRATOR)
    yield Post("delete clock", f"{root}clockdays/{{clock_days}}/delete/", why, ADMINISTRATOR)
    yield Post("change extract", f"{root}extractmember/cpa/change/", why, ADMINISTRATOR)
