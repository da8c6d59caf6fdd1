"""Changes of pathways to look at the impact of, and short ways to read one."""

from collections.abc import Mapping

from accounts.models import User
from sec_registry.registers.disclosure import Channel
from sec_registry.registers.vocabulary import Cell
from sec_registry.submissions.impact import impact_of
from sec_registry.submissions.impact_shapes import DeviceModelImpact, Impact, Place
from tests.registry import Panel, draft

CHANNEL = Channel("test", "/impact/")
REASON = "Devices lose their tariff table on this step."


def block(number: int, *baselines: int) -> dict[str, Cell]:
    return {
        "Action": "block baselines",
        "CPL number": str(number),
        "Baselines": "; ".join(map(str, baselines)),
        "Reason": REASON,
    }


def unblock(number: int, *baselines: int) -> dict[str, Cell]:
    return {**block(number, *baselines), "Action": "unblock baselines", "Reason": "Mended."}


def amend(number: int, baselines: str, upgrade: str = "yes") -> dict[str, Cell]:
    return {
        "Action": "amend",
        "CPL number": str(number),
        "Baselines": baselines,
        "Upgrade": upgrade,
    }


def removal(number: int, on: str = "2002-03-04") -> dict[str, Cell]:
    return {
        "Action": "remove",
        "CPL number": str(number),
        "Removal reason": "Withdrawn in a story",
        "Removal authority": "A fictional meeting",
        "Removal date": on,
        "Reason public": "no",
    }


def seen(*rows: Mapping[str, Cell], panel: Panel, by: User | None = None) -> Impact:
    submission = draft(*rows, by=panel.administrator)
    return impact_of(submission=submission, by=by or panel.reviewer, channel=CHANNEL)


def told(found: Impact) -> dict[int | None, DeviceModelImpact]:
    return {each.device_model.cpl_number: each for each in found.device_models}


def numbers(places: list[Place]) -> list[int | None]:
    return [place.cpl_number for place in places]
