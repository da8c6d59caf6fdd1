"""What waits on the Panel's desk: a draft with problems, and submissions in every open state."""

from datetime import date

from sec_registry.submissions.lifecycle import State
from sec_registry.submissions.sample.plot import Proposal
from sec_registry.submissions.sample.rows import release, row

#: A hardware version that no Device Model of the sample's past has.
NEW_HARDWARE = "0300"


def open_work(today: date) -> list[tuple[Proposal, State]]:
    """The proposals, each with the state in which it is left."""
    return [
        (_with_problems(today), State.DRAFT),
        (_waiting(today), State.SUBMITTED),
        (_with_an_advisory(today), State.IN_REVIEW),
        (_sent_back(today), State.RETURNED),
        (_turned_down(today), State.REJECTED),
    ]


def _with_problems(today: date) -> Proposal:
    """Each row shows another mistake that people make."""
    rows = [row(release("A103", NEW_HARDWARE, index), today) for index in range(4)]
    rows[0]["Image hash"] = rows[0]["Image hash"].lower()
    rows[1]["Contact telephone"] = ""
    rows[2]["GBCS version"] = ""
    rows[3]["Manufacturer code"] = "FA1"
    return Proposal("draft", "Fable Poly on new hardware", "manufacturer", rows)


def _waiting(today: date) -> Proposal:
    rows = [row(release("C302", NEW_HARDWARE, index), today) for index in range(2)]
    return Proposal("waiting", "Pretext Charge on new hardware", "party", rows)


def _with_an_advisory(today: date) -> Proposal:
    """The same image as on the hardware before: perhaps right, so somebody has to look."""
    new = release("A101", NEW_HARDWARE, 0)
    same = row(release("A101", "0200", 0), today)
    image = {name: cell for name, cell in same.items() if name.startswith("Image ")}
    return Proposal(
        "in review", "Fable One on new hardware", "manufacturer", [row(new, today) | image]
    )


def _sent_back(today: date) -> Proposal:
    rows = [row(release("F601", NEW_HARDWARE, index), today) for index in range(2)]
    return Proposal("returned", "Mirage on new hardware", "manufacturer", rows)


def _turned_down(today: date) -> Proposal:
    rows = [row(release("F602", NEW_HARDWARE, 0), today)]
    return Proposal("rejected", "Mirage Colour on new hardware", "party", rows)
