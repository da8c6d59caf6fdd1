"""People who enter results, and short ways to enter and read them."""

from accounts.models import Role, User
from sec_registry.deliveries.results import Entered, Result, deliveries_record
from sec_registry.registers.models import Delivery
from tests.accounts.factories import make_party, make_person


def make_dcc_person() -> User:
    return make_person(organisation=make_party(name="Fictional DCC", is_dcc=True))


def make_panel_person() -> User:
    return make_person(role=Role.PANEL_REVIEWER)


def enter(publication: int, *results: tuple[int, str], by: User, reason: str = "") -> Entered:
    """Enter states by CPL number, all for the one reason."""
    listed = [Result(publication, number, state, reason) for number, state in results]
    return deliveries_record(results=listed, by=by)


def states(publication: int) -> dict[int, str]:
    """The states of the publication's deliveries by CPL number."""
    rows = Delivery.objects.filter(publication=publication)
    return dict(rows.values_list("cpl_number", "state"))
