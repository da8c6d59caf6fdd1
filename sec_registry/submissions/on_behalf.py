"""On behalf of: what the Panel's staff key in as it arrived by mail from somebody else (S2)."""

from dataclasses import dataclass
from typing import Any

from accounts.models import Organisation, User
from accounts.people import is_panel
from sec_registry.submissions.cells import storable
from sec_registry.submissions.errors import NotForYou, Unusable

LONGEST = 200


@dataclass(frozen=True)
class OnBehalfOf:
    """For which organisation, which of its people asked, and by which letter or message."""

    organisation: Organisation
    person: str
    reference: str


def whose(by: User, on_behalf_of: OnBehalfOf | None) -> dict[str, Any]:
    """The fields of a submission that say whose it is; raises ``NotForYou`` or ``Unusable``.

    Its organisation is the one it is for, which becomes the organisation of record of what it
    adds. Who keyed it in made it all the same: another person accepts it.
    """
    if on_behalf_of is None:
        return {"organisation": by.organisation}
    if not is_panel(by):
        raise NotForYou("Only the Panel's staff key in what others sent.")
    person = storable("person", on_behalf_of.person)
    reference = storable("reference", on_behalf_of.reference)
    for what, said in (("person who asked", person), ("reference of what arrived", reference)):
        if not 0 < len(said) <= LONGEST:
            raise Unusable(f"On behalf of somebody needs the {what}, in 1 to {LONGEST} letters.")
    return {
        "organisation": on_behalf_of.organisation,
        "on_behalf_person": person,
        "on_behalf_reference": reference,
    }
