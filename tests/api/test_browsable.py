"""The browsable API, the schema and its documentation: readable, under our own headers."""

import re
from io import StringIO

import pytest
from django.contrib.staticfiles import finders
from django.core.management import call_command
from django.test import Client

from tests.published import documents_of, publish

FIRMWARE = "/api/v1/firmware/records/"
PAGES = ["/api/v1/", "/api/v1/cpl/device-models/", "/api/v1/cpl/lookups/", "/api/v1/docs/"]
HTML = {"Accept": "text/html"}

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def record() -> None:
    """One record whose release notes are markup."""
    documents = documents_of(1)
    documents["firmware"]["release_notes"] = "<script>alert('<b>')</script> & \"more\""
    publish(documents)


@pytest.mark.parametrize("path", ["", "1/"])
def test_content_is_escaped_in_the_browser(party: Client, path: str) -> None:
    page = party.get(f"{FIRMWARE}{path}", headers=HTML)

    assert page.status_code == 200
    assert "text/html" in page["Content-Type"]
    text = page.content.decode()
    assert "<script>alert" not in text
    assert "&lt;script&gt;alert" in text
    assert page["Cache-Control"] == "private, no-store"


def test_the_browser_shows_documents_indented(client: Client) -> None:
    page = client.get("/api/v1/cpl/device-models/?format=api").content.decode()

    assert "\n            &quot;cpl_number&quot;: 1," in page


@pytest.mark.parametrize("path", PAGES)
def test_pages_hold_nothing_that_our_policy_forbids(client: Client, path: str) -> None:
    page = client.get(path, headers=HTML)

    text = page.content.decode()
    assert "'unsafe" not in page["Content-Security-Policy"]
    assert not re.search(r"<style|<script(?![^>]*(src=|application/json))|\son\w+=", text)
    outside = re.findall(r'(?:src|href)=["\'](?:https?:)?//[^"\']+', text)
    assert [each for each in outside if "//testserver/" not in each] == []


def test_documentation_comes_with_all_its_files(client: Client) -> None:
    text = client.get("/api/v1/docs/", headers=HTML).content.decode()

    files = re.findall(r'(?:src|href)="/static/([^"]+)"', text)
    assert len(files) == 4
    assert [each for each in files if finders.find(each) is None] == []
    script = client.get("/api/v1/docs/?script=")
    assert script["Content-Type"].startswith("application/javascript")
    assert "/api/v1/schema/" in script.content.decode().replace("\\u002D", "-")


def test_the_root_leads_to_everything(client: Client) -> None:
    links = client.get("/api/v1/").json()

    assert {"cpl/device-models", "firmware/records", "zigbee/records", "docs"} < set(links)
    assert {client.options(link).status_code for link in links.values()} <= {200, 401}


def test_the_page_says_who_is_signed_in(party: Client, client: Client) -> None:
    assert "@test.example" in party.get("/api/v1/", headers=HTML).content.decode()
    assert "Sign in" in client.get("/api/v1/", headers=HTML).content.decode()


def test_health_names_the_last_publication(client: Client) -> None:
    response = client.get("/api/v1/health/", headers={"Authorization": "Bearer broken"})

    assert response.json() == {"status": "ok", "publication": 1}


def test_the_schema_is_valid_and_without_warnings() -> None:
    written = StringIO()

    call_command("spectacular", validate=True, fail_on_warn=True, stdout=written)

    assert "/api/v1/zigbee/records/{number}/:" in written.getvalue()


def test_the_schema_is_the_same_for_everybody_in_each_format(client: Client, ssc: Client) -> None:
    for kind in ("json", "yaml"):
        mine, theirs = (each.get(f"/api/v1/schema/?format={kind}") for each in (client, ssc))

        assert mine.content == theirs.content
        assert mine["Content-Disposition"] == f'inline; filename="SEC Registry.{kind}"'
        assert (
            mine["Content-Type"].split(";")[0].endswith({"json": "json", "yaml": "openapi"}[kind])
        )


def test_the_schema_is_served_in_json(client: Client) -> None:
    schema = client.get("/api/v1/schema/?format=json").json()

    page = schema["components"]["schemas"]["FirmwareRecordPage"]["properties"]
    assert list(page) == ["publication", "next", "count", "results", "marking"]
    restricted = schema["paths"]["/api/v1/firmware/records/"]["get"]["security"]
    public = schema["paths"]["/api/v1/cpl/device-models/"]["get"]["security"]
    assert {} in public
    assert {} not in restricted
