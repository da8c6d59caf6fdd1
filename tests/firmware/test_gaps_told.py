"""Gaps over REST and on their page: whose they are, what is recorded."""

from typing import Any

import pytest

from accounts.models import Role
from cpl.models import Manufacturer, ManufacturerOrganisation
from sec_registry.audit.acting import acting
from sec_registry.registers.ledger import opened_ledger
from sec_registry.registers.models import Disclosure
from tests.accounts.factories import OrganisationFactory, make_party, make_person
from tests.accounts.signing_in import signed_in
from tests.firmware.fleet.fleets import publish_list

API, PAGE = "/api/v1/firmware/gaps/", "/pathway-gaps/"
pytestmark = pytest.mark.django_db


def spoken_for(organisation: Any) -> None:
    """The organisation speaks for the Manufacturer of the list."""
    with opened_ledger(), acting(by="tests"):
        Manufacturer.objects.create(code="FA0A", name="Fictional Meters Ltd")
    with acting(by="tests"):
        ManufacturerOrganisation.objects.create(manufacturer_id="FA0A", organisation=organisation)


def test_the_panel_sees_all_parties_their_own_and_others_nothing() -> None:
    publish_list()
    panel = signed_in(make_person(role=Role.PANEL_REVIEWER, staff=True))

    told = panel.get(API, {"count": "true"}).json()
    gaps = {(each["gap"], each["cpl_number"]): each for each in told["results"]}
    assert told["totals"]["not_provided"] == 1
    assert "=bricks it" in gaps["blocked_without_alternative", 103]["detail"]
    assert Disclosure.objects.get().numbers == sorted(
        {n for each in told["results"] for n in (each["cpl_number"], *each["others"])}
    )
    (only,) = panel.get(API, {"gap": "not_provided"}).json()["results"]
    assert only["cpl_number"] == 105
    assert only["remedy"].startswith('Amend CPL 105: "Upgrade" yes and under "Baselines"')
    assert panel.get(API, {"manufacturer": "FB0B"}).json()["results"] == []
    assert panel.get(API, {"gap": "holes"}).status_code == 400
    table = panel.get(API, {"format": "csv"}).content.decode()
    assert table.startswith("Gap,CPL number,")
    assert ",Detail,What to submit," in table
    page = panel.get(PAGE, {"gap": "blocked_without_alternative"})
    assert "CPL 103" in page.content.decode()
    assert page["Cache-Control"] == "private, no-store"
    assert "Gaps among" in panel.get("/admin/").content.decode()

    maker = make_party(is_manufacturer=True)
    assert signed_in(make_person(organisation=maker)).get(API).json()["results"] == []
    spoken_for(maker)
    own = signed_in(make_person(organisation=maker)).get(API, {"limit": "1000"}).json()
    assert own["results"] == told["results"]
    outsider = OrganisationFactory(is_manufacturer=True)
    with acting(by="tests"):
        ManufacturerOrganisation.objects.create(manufacturer_id="FA0A", organisation=outsider)
    client = signed_in(make_person(organisation=outsider))
    for address in (API, PAGE):
        answer = client.get(address)
        assert answer.status_code == 403
        assert "bricks" not in answer.content.decode()


def test_pages_hold_all_gaps_of_a_device_model_and_stay_in_their_publication() -> None:
    publish_list()
    panel = signed_in(make_person(role=Role.PANEL_REVIEWER, staff=True))
    whole = panel.get(API).json()
    numbers = sorted({each["cpl_number"] for each in whole["results"]})
    assert (whole["next"], "totals" in whole, len(numbers) > 1) == (None, False, True)

    read, sizes, address = [], [], f"{API}?limit=1"
    while address:
        page = panel.get(address).json()
        shown = {each["cpl_number"] for each in page["results"]}
        sizes.append(len(shown))
        looked_at = {n for each in page["results"] for n in (each["cpl_number"], *each["others"])}
        assert Disclosure.objects.latest("pk").numbers == sorted(looked_at)
        read += page["results"]
        address = page["next"]
        assert address is None or "publication=" in address

    assert (read, sizes) == (whole["results"], [1] * len(numbers))
    assert panel.get(API, {"publication": 0}).json()["results"] == []
    table = panel.get(API, {"format": "csv", "limit": "1"})
    assert 'rel="next"' in table["Link"]
    assert "Link" not in panel.get(API, {"format": "csv"})
    assert panel.get(API, {"format": "xlsx"}).content.startswith(b"PK")
    for query in ({"publication": 99}, {"limit": 0}, {"after": "x"}, {"others__in": "1"}):
        assert panel.get(API, query).status_code == 400, query


def test_the_page_is_narrowed_to_a_manufacturer_and_leads_those_who_may_to_where_one_submits(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    publish_list()
    maker = make_party(is_manufacturer=True)
    spoken_for(maker)
    own = signed_in(make_person(organisation=maker))
    panel = signed_in(make_person(role=Role.PANEL_REVIEWER, staff=True))
    submit = "/submissions/change/105/?action=amend"

    page = own.get(PAGE, {"manufacturer": "fa0a", "gap": "not_provided"}).content.decode()
    assert "CPL 105</a>" in page
    assert '<option value="FA0A" selected>FA0A – Fictional Meters Ltd</option>' in page
    assert '<option value="FB0B"' not in page
    assert "?format=csv&amp;gap=not_provided&amp;manufacturer=FA0A" in page
    assert submit in page
    assert submit not in panel.get(PAGE, {"gap": "not_provided"}).content.decode()
    assert "?action=unblock%20baselines" in own.get(PAGE).content.decode()
    # What is no Manufacturer of theirs is told like one without gaps.
    other = own.get(PAGE, {"manufacturer": "<b>"}).content.decode()
    assert "All (0)" in other
    assert "&lt;B&gt;" in other
    assert "<b>" not in other.lower().replace("&lt;b&gt;", "")
    odd = own.get(PAGE, {"gap": "lost"})
    assert odd.status_code == 400
    assert "gap &quot;lost&quot; is not known" in odd.text
    assert "CPL 105</a>" not in odd.text
    # One gap a page: the next page is narrowed alike.
    monkeypatch.setattr("firmware.gaps.page.A_PAGE", 1)
    paged = own.get(PAGE, {"manufacturer": "FA0A"}).content.decode()
    assert "Page 1 of" in paged
    assert "?manufacturer=FA0A&amp;page=2" in paged
    assert "Page 2 of" in own.get(PAGE, {"manufacturer": "FA0A", "page": "2"}).content.decode()
