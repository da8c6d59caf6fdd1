"""Which changes the form offers, and the columns that each of them fills in."""

from collections.abc import Mapping

from accounts.people import is_panel_administrator
from cpl.choices import Status
from cpl.columns import MANUFACTURER
from cpl.rules.identity import IDENTITY
from sec_registry.registers.catalogue import columns
from sec_registry.registers.declaration import Reader
from sec_registry.registers.vocabulary import ITEM, OF_A_RECORD, Action, Column
from sec_registry.submissions.rules import columns_used

_PANEL_ONLY = frozenset({Action.CORRECT, Action.REINSTATE, Action.TRANSFER})
#: What may be done with a record that was removed; with others, everything else.
_OF_THE_REMOVED = frozenset({Action.REINSTATE})

#: The item's own columns on the form, where the action does not name those that it uses.
_OWN: Mapping[str, tuple[str, ...]] = {
    Action.ADD: ("Reference",),
    Action.AMEND: ("Reference",),
    Action.CORRECT: ("Reference", "Reason", "Reason public"),
}
#: What says which item it is: the form knows.
_SUBJECT = frozenset({"Action", "CPL number"})


def actions_for(by: Reader, status: str) -> list[Action]:
    """What this person may propose for a record of this status."""
    return [
        action
        for action in OF_A_RECORD
        if (action in _OF_THE_REMOVED) == (status == Status.REMOVED)
        and (action not in _PANEL_ONLY or is_panel_administrator(by))
    ]


def fills_in(action: str) -> list[Column]:
    """The columns that the form of this action asks for, in the workbook's order."""
    used = columns_used(action)
    own = _OWN.get(action, ("Reference",))
    return [
        column
        for column in columns().values()
        if column.name not in _SUBJECT
        and (column.name in used if used is not None else _asked(column, own))
    ]


def fixed(action: str) -> frozenset[str]:
    """The columns that the action shows and does not change."""
    return frozenset({*IDENTITY, MANUFACTURER}) if action == Action.AMEND else frozenset()


def _asked(column: Column, own: tuple[str, ...]) -> bool:
    return column.name in own if column.register == ITEM else True
