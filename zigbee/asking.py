"""What may be asked for, and by whom: everything that is wrong with it is said at once."""

from collections.abc import Callable, Mapping
from typing import ParamSpec, TypeVar

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError

from accounts.models import User
from accounts.people import is_panel_administrator
from sec_registry.registers.vocabulary import can_be_kept
from zigbee.choices import PANEL_ROLES, For
from zigbee.holders import Holder, check_holder

P = ParamSpec("P")
R = TypeVar("R")

#: So many letters a purpose has at most, and a decision.
LONGEST = 4_000
#: So many requests of one person wait at a time.
MOST_OPEN = 20


class Wrong:
    """Collects what is refused, field by field."""

    def __init__(self) -> None:
        self._found: dict[str, list[str]] = {}

    def seen(self, check: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> R | None:
        """What the check returns; None where it refuses."""
        try:
            return check(*args, **kwargs)
        except ValidationError as error:
            by_field = hasattr(error, "error_dict")
            self.add(error.message_dict if by_field else {NON_FIELD_ERRORS: error.messages})
        return None

    def add(self, found: Mapping[str, str | list[str]]) -> None:
        """Take sentences in."""
        for name, said in found.items():
            self._found.setdefault(name, []).extend([said] if isinstance(said, str) else said)

    def stop(self) -> None:
        """Raise ``ValidationError`` if anything was refused."""
        if self._found:
            raise ValidationError(self._found)


def words(field: str, text: str, longest: int = LONGEST) -> str:
    """The text as it is kept; raises ``ValidationError``."""
    # A browser sends a line's end as two letters.
    kept = text.replace("\r\n", "\n").strip()
    if not kept:
        raise ValidationError({field: "Write something."})
    if len(kept) > longest:
        raise ValidationError({field: f"At most {longest:,} letters; these are {len(kept):,}."})
    if not can_be_kept(kept):
        raise ValidationError({field: "Zero or broken characters stand in it."})
    return kept


def holder_asked(person: User, for_whom: str, role: str) -> Holder:
    """For whom the person asks; only Panel administrators ask for a role of the Panel.

    Whoever names none asks for the administrators themselves, who key in and maintain the records.
    """
    if for_whom not in For.values:
        raise ValidationError({"for": f"One of {', '.join(For.values)}, please."})
    if role and for_whom != For.ROLE:
        raise ValidationError({"role": "A role is named where access is for a role."})
    if for_whom == For.ORGANISATION and person.organisation is None:
        raise ValidationError({"for": "You are of no organisation."})
    if for_whom == For.ROLE and not is_panel_administrator(person):
        raise ValidationError({"for": "Only Panel administrators ask for a role of the Panel."})
    holder = {
        For.ME: Holder(person=person),
        For.ORGANISATION: Holder(organisation=person.organisation),
        For.ROLE: Holder(role=role or PANEL_ROLES[0]),
    }[For(for_whom)]
    check_holder(holder)
    return holder
