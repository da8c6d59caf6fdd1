"""The committee narrows its list by chipset vendor and stack version; others learn nothing."""

from typing import Any

import pytest
from django.test import Client

from accounts.models import Role, User
from tests.accounts.factories import make_person, make_superuser
from tests.accounts.signing_in import signed_in
from tests.admin.desk import disclosures_during, page, said, text
from tests.registry import accept, make_panel, numbers_given
from tests.rows import numbered_row
from tests.zigbee.grants import make_grant, make_member
from zigbee.admin import radio_filters
from zigbee.admin.radio_filters import OFFERED, token_of
from zigbee.choices import ScopeKind
from zigbee.models import Review

pytestmark = pytest.mark.django_db

LIST = "zigbee_zigbeerecord_changelist"
ACME, BOLT = "Acme Pretend Radios", "Bolt <i>Pretend</i> & Sons"
RADIOS = ((ACME, "Loom 1"), (ACME, "Loom 2"), (BOLT, "Loom 1"), (f"{ACME}; {BOLT}", "Loom 1; Z"))


@pytest.fixture
def numbers() -> list[int]:
    """Four records: three of Acme's radios, two of Bolt's, of which one is a hub with both."""
    rows = [
        {**numbered_row(n), "ZigBee chipset vendor": vendor, "ZigBee stack version": stack}
        for n, (vendor, stack) in enumerate(RADIOS, start=1)
    ]
    return numbers_given(accept(*rows, panel=make_panel()))


@pytest.fixture
def committee() -> Client:
    return signed_in(make_person(Role.SECURITY_SUB_COMMITTEE, staff=True))


def listed(client: Client, query: str = "") -> list[int]:
    return [row.pk for row in client.get(page(LIST) + query).context["cl"].result_list]


def offered(client: Client, title: str, query: str = "") -> dict[str, str]:
    """What the filter of this title offers: the words with their addresses."""
    filters = client.get(page(LIST) + query).context["cl"]
    spec = next(each for each in filters.filter_specs if each.title == title)
    return {each["display"]: each["query_string"] for each in spec.choices(filters)}


def test_a_vendor_and_then_its_stack_are_two_clicks(committee: Client, numbers: list[int]) -> None:
    one, two, three, hub = numbers
    vendors = offered(committee, "chipset vendor")
    stacks = offered(committee, "chipset vendor and stack version", vendors[ACME])

    assert list(vendors) == ["All", ACME, BOLT]
    assert listed(committee, vendors[ACME]) == [one, two, hub]
    assert listed(committee, vendors[BOLT]) == [three, hub]
    assert list(stacks) == ["All", f"{ACME} Loom 1", f"{ACME} Loom 2"]
    assert listed(committee, stacks[f"{ACME} Loom 1"]) == [one, hub]
    # Another vendor takes the stack of the first one back.
    assert "stack=" not in offered(committee, "chipset vendor", stacks[f"{ACME} Loom 1"])[BOLT]


def test_all_of_a_stack_are_marked_as_reviewed_at_once(
    committee: Client, numbers: list[int]
) -> None:
    address = offered(committee, "chipset vendor and stack version")[f"{ACME} Loom 1"]

    everything = {"action": "mark_reviewed", "select_across": "1", "_selected_action": ["0"]}
    answer = committee.post(page(LIST) + address, everything)

    reviewed = Review.objects.filter(state="reviewed").values_list("record", flat=True)
    assert "2 records: reviewed" in said(answer)
    assert set(reviewed) == {numbers[0], numbers[3]}


@pytest.mark.parametrize("query", ["?chipset=anything", "?stack=anything", f"?stack={ACME}"])
def test_a_token_that_stands_for_nothing_shows_nothing(
    committee: Client, numbers: list[int], query: str
) -> None:
    assert listed(committee, query) == []


def test_addresses_hold_no_value_and_pages_escape_it(committee: Client, numbers: list[int]) -> None:
    addresses = [
        *offered(committee, "chipset vendor").values(),
        *offered(committee, "chipset vendor and stack version").values(),
    ]

    assert not any(word in each for each in addresses for word in ("Acme", "Bolt", "Loom"))
    assert BOLT not in text(committee.get(page(LIST)))


def test_many_stacks_are_offered_once_a_vendor_is_chosen(
    committee: Client, numbers: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    address = offered(committee, "chipset vendor and stack version")[f"{BOLT} Z"]
    monkeypatch.setattr(radio_filters, "MOST_PAIRS", 2)

    titles = [each.title for each in committee.get(page(LIST)).context["cl"].filter_specs]

    assert "chipset vendor and stack version" not in titles
    assert listed(committee, address) == [numbers[3]]
    vendor = offered(committee, "chipset vendor")[BOLT]
    assert len(offered(committee, "chipset vendor and stack version", vendor)) == 3


def test_the_look_at_what_is_offered_is_recorded_also_over_an_empty_list(
    committee: Client, numbers: list[int]
) -> None:
    (empty,) = disclosures_during(lambda: committee.get(page(LIST) + "?review=concern"))
    (full,) = disclosures_during(lambda: committee.get(page(LIST)))

    assert (empty.subject, empty.numbers) == (OFFERED, [])
    assert (full.subject, full.numbers) == (OFFERED, numbers)


def test_others_are_offered_nothing_and_ask_in_vain(numbers: list[int]) -> None:
    one = numbers[0]
    narrow, whole = make_person(staff=True), make_person(staff=True)
    make_grant(make_member(), person=narrow, kind=ScopeKind.RECORD, value=str(one))
    make_grant(make_member(), person=whole)
    people: dict[User, list[int]] = {
        narrow: [one],
        whole: numbers,
        make_person(Role.PANEL_REVIEWER, staff=True): [],
        make_superuser(): [],
    }
    tokens = (f"?chipset={token_of(ACME)}", f"?stack={token_of(BOLT, 'Loom 1')}")

    for person, readable in people.items():
        client = signed_in(person)
        seen: Any = client.get(page(LIST))
        answers = {client.get(page(LIST) + each).status_code for each in tokens}

        titles = [each.title for each in seen.context["cl"].filter_specs] if readable else []
        assert not [each for each in titles if "chipset" in each or each == "review"]
        assert ("Bolt" in text(seen)) == (readable == numbers)
        assert answers == ({400} if readable else {200})
