"""The pages for DCC's people: where publications stand, records, and results entered in bulk."""

import pytest
from django.test import Client

from accounts.models import User
from sec_registry.registers.models import Delivery, DeliveryStep
from tests.deliveries.world import enter, make_dcc_person, make_panel_person, states
from tests.published import documents_of, publish, publish_numbers

pytestmark = pytest.mark.django_db


@pytest.fixture
def dcc() -> User:
    return make_dcc_person()


@pytest.fixture
def browser(dcc: User) -> Client:
    client = Client()
    client.force_login(dcc)
    return client


def test_list_leads_to_each_publication_and_narrows_to_what_is_open(
    browser: Client, dcc: User
) -> None:
    publish_numbers(101, 102)
    publish_numbers(103)
    enter(2, (103, "loaded"), by=dcc)

    everything = browser.get("/deliveries/").content.decode()
    waiting = browser.get("/deliveries/?show=open").content.decode()
    overdue = browser.get("/deliveries/?show=overdue").content.decode()

    assert "/deliveries/1/" in everything
    assert "/deliveries/2/" in everything
    assert "/deliveries/1/" in waiting
    assert "/deliveries/2/" not in waiting
    assert "/deliveries/1/" not in overdue


def test_result_is_entered_for_chosen_records_and_for_all_of_a_state(browser: Client) -> None:
    publish_numbers(101, 102, 103)
    chosen = {"chosen": ["102"], "result": "failed", "reason": "GBCS version"}

    first = browser.post("/deliveries/1/", chosen, follow=True).content.decode()
    browser.post("/deliveries/1/?state=prepared", {"every": "on", "result": "loaded"})

    assert "1 record: failed." in first
    assert "GBCS version" in first
    assert states(1) == {101: "loaded", 102: "failed", 103: "loaded"}


def test_what_narrows_to_nothing_known_shows_nothing_and_enters_nothing(browser: Client) -> None:
    publish_numbers(101)
    every = {"every": "on", "result": "loaded"}
    first, second = "/deliveries/?show=lost", "/deliveries/1/?state=lost"

    answers = [
        browser.get(first),
        browser.get("/deliveries/?state=lost"),
        browser.get(second),
        browser.post(second, every),
    ]

    for answer in answers:
        assert answer.status_code == 400
        assert "Nothing is shown" in answer.text
        assert 'href="/deliveries/1/"' not in answer.text
        assert "chosen-101" not in answer.text
    assert "use all, open, overdue or unknown" in answers[0].text
    assert "use show." in answers[1].text
    assert "use prepared, sent, acknowledged, loaded or failed" in answers[2].text
    assert states(1) == {101: "prepared"}


@pytest.mark.parametrize(
    ("cells", "said"),
    [
        ({"result": "loaded"}, "Choose the records"),
        ({"chosen": ["101"], "result": "failed"}, "say why it becomes failed"),
        ({"chosen": ["101"], "result": "sent"}, "Select a valid choice"),
        ({"chosen": ["101", "999"], "result": "loaded"}, "Select a valid choice"),
        ({"chosen": ["9" * 40], "result": "loaded"}, "Select a valid choice"),
        ({"every": "on", "result": "loaded", "reason": "x" * 501}, "at most 500"),
    ],
)
def test_what_cannot_be_entered_is_said_and_nothing_changes(
    browser: Client, cells: dict[str, object], said: str
) -> None:
    publish_numbers(101, 102)

    answer = browser.post("/deliveries/1/", cells)

    assert answer.status_code == 400
    assert said in answer.content.decode()
    assert set(states(1).values()) == {"prepared"}


def test_panel_marks_everything_as_sent() -> None:
    publish_numbers(101, 102)
    panel = Client()
    panel.force_login(make_panel_person())

    panel.post("/deliveries/1/", {"every": "on", "result": "sent"})

    assert states(1) == {101: "sent", 102: "sent"}


def test_publication_without_changes_of_the_list_has_nothing_for_dcc(browser: Client) -> None:
    publish_numbers(101)
    other = documents_of(101)
    other["firmware"]["release_notes"] = "others"
    publish(other)

    assert "there is nothing for DCC" in browser.get("/deliveries/2/").content.decode()
    assert "/deliveries/2/" not in browser.get("/deliveries/").content.decode()
    assert browser.get("/deliveries/3/").status_code == 404
    assert not Delivery.objects.filter(publication=2).exists()


def test_panel_enters_once_that_everything_is_loaded(browser: Client, dcc: User) -> None:
    for numbers in ((101, 102), (102,), (103,)):
        publish_numbers(*numbers, hardware_version=f"0{len(numbers)}{numbers[0] % 100}")
    enter(1, (101, "failed"), by=dcc, reason="not known")
    panel = Client()
    panel.force_login(make_panel_person())
    cells = {"publication": "2", "reason": "DCC's letter of 2 May"}

    assert "DCC has loaded everything" not in browser.get("/deliveries/").text
    assert browser.post("/deliveries/", cells).status_code == 403
    for wrong, said in (
        ({**cells, "reason": "  "}, "This field is required."),
        ({**cells, "reason": "x" * 501}, "at most 500"),
        ({**cells, "publication": "9"}, "There is no such publication."),
        ({**cells, "publication": "9" * 40}, "less than or equal to"),
    ):
        refused = panel.post("/deliveries/", wrong)
        assert (refused.status_code, said in refused.text) == (400, True), refused.text
    assert states(2) == {102: "prepared"}

    done = panel.post("/deliveries/", cells, follow=True).text

    assert "3 deliveries: loaded." in done
    assert (states(1), states(2)) == ({101: "loaded", 102: "loaded"}, {102: "loaded"})
    assert states(3) == {103: "prepared"}
    steps = DeliveryStep.objects.filter(after="loaded").values_list("before", "reason")
    assert sorted(steps) == [
        ("failed", "DCC's letter of 2 May"),
        ("prepared", "DCC's letter of 2 May"),
        ("prepared", "DCC's letter of 2 May"),
    ]
    assert "0 deliveries: loaded." in panel.post("/deliveries/", cells, follow=True).text
