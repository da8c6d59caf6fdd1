"""The life of a delivery as one table: from which state a result leads to which, and who enters it.

DCC says what became of what it was given; the Panel says what it gave, and keys in what DCC told
it by other ways. What goes back in the table puts an entry right, and says why.
"""

from enum import Enum

from sec_registry.registers.deliveries import DeliveryState as S


class Enters(Enum):
    """Who may enter a result."""

    PANEL = "the Panel"
    EITHER = "DCC or the Panel"


#: (state, state after it) → who may enter it. What is not listed is refused.
TRANSITIONS: dict[tuple[S, S], Enters] = {
    (S.PREPARED, S.SENT): Enters.PANEL,
    # DCC fetched the extract itself: that it was given to them, their result says.
    (S.PREPARED, S.ACKNOWLEDGED): Enters.EITHER,
    (S.PREPARED, S.LOADED): Enters.EITHER,
    (S.PREPARED, S.FAILED): Enters.EITHER,
    (S.SENT, S.PREPARED): Enters.PANEL,
    (S.SENT, S.ACKNOWLEDGED): Enters.EITHER,
    (S.SENT, S.LOADED): Enters.EITHER,
    (S.SENT, S.FAILED): Enters.EITHER,
    (S.ACKNOWLEDGED, S.SENT): Enters.PANEL,
    (S.ACKNOWLEDGED, S.LOADED): Enters.EITHER,
    (S.ACKNOWLEDGED, S.FAILED): Enters.EITHER,
    (S.FAILED, S.SENT): Enters.PANEL,
    (S.FAILED, S.ACKNOWLEDGED): Enters.EITHER,
    (S.FAILED, S.LOADED): Enters.EITHER,
    # It failed again, or the reason is another one.
    (S.FAILED, S.FAILED): Enters.EITHER,
    (S.LOADED, S.FAILED): Enters.EITHER,
}

#: What goes back; like a failure, it is entered with a reason.
BACK = frozenset({(S.SENT, S.PREPARED), (S.ACKNOWLEDGED, S.SENT), (S.LOADED, S.FAILED)})


def needs_reason(before: S, after: S) -> bool:
    """Whether the step is entered with a reason only."""
    return after == S.FAILED or (before, after) in BACK
