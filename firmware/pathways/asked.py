"""What a reader asks of the page: a publication or a day, and the Device Model to be reached."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from django.http import QueryDict

from firmware.register import FIR
from sec_registry.registers.door import whole_number
from sec_registry.registers.moments import publication_on
from sec_registry.registers.paging import number_of, standing

PUBLICATION, DAY, GOAL = "publication", "on", "goal"


@dataclass
class PageAsked:
    """The publication to be shown, 0 before the first, with what was typed and what is wrong."""

    publication: int = 0
    goal: int | None = None
    typed: Mapping[str, str] = field(default_factory=dict)
    wrong: dict[str, str] = field(default_factory=dict)

    @property
    def query(self) -> str:
        """What leads to the same time from elsewhere on the page; nothing for today."""
        asked = self.typed.get(PUBLICATION) or self.typed.get(DAY)
        wrong = PUBLICATION in self.wrong or DAY in self.wrong
        return f"?publication={self.publication}" if asked and not wrong else ""


def page_asked_for(parameters: QueryDict) -> PageAsked:
    """Read the parameters; nothing raises. What is blank was not asked for."""
    typed = {name: parameters.get(name, "").strip() for name in (PUBLICATION, DAY, GOAL)}
    asked = PageAsked(typed=typed)
    publication = _publication(asked)
    stand = None if asked.wrong else standing(FIR, publication)
    if stand is not None:
        asked.publication = stand.publication
    elif not asked.wrong:
        asked.wrong[PUBLICATION] = f"There is no publication {publication} yet."
    asked.goal = whole_number(typed[GOAL]) if typed[GOAL] else None
    return asked


def _publication(asked: PageAsked) -> int | None:
    number, day = asked.typed[PUBLICATION], asked.typed[DAY]
    if number and day:
        asked.wrong[DAY] = "Give a publication or a day, not both."
    elif number:
        found = number_of(number)
        if found is None:
            asked.wrong[PUBLICATION] = "A whole number is needed."
        return found
    elif day:
        try:
            return publication_on(day)
        except ValueError as error:
            asked.wrong[DAY] = str(error)
    return None
