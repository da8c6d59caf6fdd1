"""The page of one Device Model's pathways and its picture: what stands there, and for whom."""

import re
from datetime import UTC, datetime
from xml.etree import ElementTree as ET

import pytest
from django.test import Client

from accounts.models import Role, User
from firmware.pathways import page as pathways_page
from sec_registry.registers.disclosure import NotRecorded
from sec_registry.registers.models import Disclosure
from tests.accounts.factories import make_party, make_person
from tests.accounts.signing_in import signed_in
from tests.registry import Panel, accept, make_panel
from tests.rows import numbered_row

SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture
def party(db: None) -> User:
    return make_person(organisation=make_party())


@pytest.fixture
def panel(db: None) -> Panel:
    """1 → 2 → 3 and 4, a fork; 1 → 5, which is blocked; 6 apart."""
    panel = make_panel()
    accept(
        numbered_row(1),
        numbered_row(2, Upgrade="yes", Baselines="row 1", **{"Release notes": "<b>Two</b> & more"}),
        numbered_row(3, Upgrade="yes", Baselines="row 2"),
        numbered_row(4, Upgrade="yes", Baselines="row 2"),
        numbered_row(5, Upgrade="yes", Baselines="row 1"),
        numbered_row(6),
        panel=panel,
        at=datetime(2025, 1, 1, tzinfo=UTC),
    )
    block = {
        "Action": "block baselines",
        "CPL number": "5",
        "Baselines": "1",
        "Reason": "It <bricks> meters",
    }
    accept(block, panel=panel, at=datetime(2025, 2, 2, tzinfo=UTC))
    return panel


def text_of(html: str) -> str:
    return " ".join(re.sub(r"<[^>]*>", " ", html).split())


@pytest.mark.usefixtures("panel")
def test_page_says_the_steps_with_notes_and_contact_and_why_not_the_rest(party: User) -> None:
    answer = signed_in(party).get("/pathways/1/")
    html = answer.content.decode()

    said = text_of(html)
    assert "2 steps : CPL 1 → 2 → 4" in said
    assert "There are 2 newest: CPL 3 , CPL 4" in said
    assert "&lt;b&gt;Two&lt;/b&gt; &amp; more" in html
    assert "firmware@fictional.example" in said
    assert (
        "The step from CPL 1 to CPL 5 is blocked since 2025-02-02: It &lt;bricks&gt; meters."
    ) in said
    assert "No way leads to CPL 1." in said
    assert answer["Cache-Control"] == "private, no-store"
    assert "F2.17B" in said
    assert "style=" not in html
    assert "<script" not in html
    shown = Disclosure.objects.order_by("pk").values_list("numbers", "fields", "channel")
    assert list(shown) == [
        ([1, 3, 5, 6], "upgrade", "page"),
        ([2, 4], "contact,release_notes,upgrade", "page"),
    ]


@pytest.mark.usefixtures("panel")
def test_another_goal_another_time_and_the_way_here(party: User) -> None:
    client = signed_in(party)

    assert "2 steps : CPL 1 → 2 → 3" in text_of(client.get("/pathways/1/?goal=3").content.decode())
    assert "1 step : CPL 1 → 5" in text_of(
        client.get("/pathways/1/", {"on": "2025-01-01"}).content.decode()
    )
    # A goal that cannot be reached leaves the time as it was asked for.
    unreached = client.get("/pathways/1/?goal=6&publication=1").content.decode()
    assert "/pathways/5/?publication=1" in unreached
    here = text_of(client.get("/pathways/4/?publication=1").content.decode())
    assert "From CPL 4 no open pathway leads on. Newer, but not within reach: CPL 6" in here
    assert "CPL 1 00000001 2 → 4" in here
    assert "Not from 3 others of the family" in here


@pytest.mark.usefixtures("panel")
def test_who_cannot_get_on_is_told_why_and_whom_to_ask_and_who_need_not_is_not(party: User) -> None:
    client = signed_in(party)
    assert "6 is the newest itself: no open" in text_of(client.get("/pathways/6/").content.decode())

    block = {"Action": "block baselines", "CPL number": "4", "Baselines": "2", "Reason": "Broken"}
    accept(block, {**block, "CPL number": "3"}, panel=make_panel())
    said = text_of(client.get("/pathways/2/").content.decode())

    assert "No upgrade From CPL 2 no open pathway leads on. Newer, but not within reach" in said
    assert "Whom to ask: firmware@fictional.example" in said
    assert "To the newest within reach 1 step : CPL 1 → 2" in text_of(
        client.get("/pathways/1/").content.decode()
    )
    called = Disclosure.objects.filter(fields="contact,upgrade").order_by("pk")
    assert [each.numbers for each in called] == [[6], [2, 6]]


@pytest.mark.usefixtures("panel")
def test_what_cannot_be_shown_is_said_beside_the_form(party: User) -> None:
    client = signed_in(party)
    for query, status, said in (
        ({"publication": "9"}, 400, "There is no publication 9 yet."),
        ({"publication": "x"}, 400, "A whole number is needed."),
        ({"on": "soon"}, 400, "A date such as 2027-01-31 is needed."),
        ({"publication": "1", "on": "2025-01-01"}, 400, "Give a publication or a day, not both."),
        ({"on": "2024-01-01"}, 404, "Nothing was published then."),
        ({"goal": "6"}, 200, "No way leads from CPL 1 to it."),
    ):
        answer = client.get("/pathways/1/", query)
        assert (answer.status_code, said in answer.content.decode()) == (status, True), query
    for number in ("7", "0", "9" * 30, "nothing"):
        assert client.get(f"/pathways/{number}/").status_code == 404
        assert client.get(f"/pathways/{number}/picture.svg").status_code == 404


def test_a_number_that_is_typed_leads_to_its_page(party: User) -> None:
    client = signed_in(party)

    assert client.get("/pathways/").status_code == 200
    assert client.get("/pathways/?number=%20101")["Location"] == "/pathways/101/"
    answer = client.get("/pathways/?number=%2Fadmin%2F")
    assert (answer.status_code, "A CPL number is needed" in answer.content.decode()) == (400, True)
    assert 'href="/pathways/"' in client.get("/").content.decode()
    assert "pathways" not in Client().get("/").content.decode()


@pytest.mark.usefixtures("panel")
def test_picture_alone_is_a_drawing_with_links_that_is_recorded(party: User) -> None:
    answer = signed_in(party).get("/pathways/1/picture.svg?publication=2")

    drawing = ET.fromstring(answer.content)  # noqa: S314  # our own
    assert answer["Content-Type"] == "image/svg+xml"
    assert answer["Cache-Control"] == "private, no-store"
    assert [link.get("href") for link in drawing.iter(f"{SVG}a")] == [
        f"/pathways/{number}/?publication=2" for number in (1, 2, 5, 3, 4, 6)
    ]
    titles = [each.text for each in drawing.iter(f"{SVG}title")]
    assert "CPL 4, firmware version 00000004, step 2, newest in reach" in titles
    assert "CPL 1 to CPL 5: blocked since 2025-02-02, It <bricks> meters" in titles
    assert "CPL 5, firmware version 00000005, no way" in titles
    shown = Disclosure.objects.get()
    assert (shown.numbers, shown.fields) == ([1, 2, 3, 4, 5, 6], "upgrade")


@pytest.mark.usefixtures("panel")
@pytest.mark.parametrize("page", ["", "picture.svg"])
def test_others_are_turned_away_before_the_number_is_looked_at(page: str) -> None:
    for role in (None, Role.SECURITY_SUB_COMMITTEE, Role.AUDITOR):
        for number in (1, 99):
            answer = signed_in(make_person(role)).get(f"/pathways/{number}/{page}")
            assert answer.status_code == 403
    assert Client().get(f"/pathways/1/{page}").status_code == 302
    assert set(Disclosure.objects.values_list("outcome", flat=True)) == {"refused"}


@pytest.mark.usefixtures("panel")
def test_nothing_is_shown_when_it_cannot_be_recorded(
    party: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(**_: object) -> None:
        raise NotRecorded

    monkeypatch.setattr(pathways_page, "disclose", fails)

    answer = signed_in(party).get("/pathways/1/")

    assert (answer.status_code, answer["Retry-After"]) == (503, "5")
    assert b"bricks" not in answer.content


def test_the_desk_leads_here_from_list_and_repository(panel: Panel) -> None:
    client, ssc = signed_in(panel.reviewer), make_person(Role.SECURITY_SUB_COMMITTEE, staff=True)
    for record in ("cpl/devicemodel/1", "firmware/firmwarerecord/1"):
        assert 'href="/pathways/1/"' in client.get(f"/admin/{record}/change/").content.decode()
    listed = signed_in(ssc).get("/admin/cpl/devicemodel/1/change/").content.decode()
    assert "CPL" in listed
    assert "pathways" not in listed
