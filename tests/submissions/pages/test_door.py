"""Who comes in to the submitters' pages, and what the others are told."""

from typing import Any

import pytest
from django.db import OperationalError

from sec_registry.submissions.web import contents
from tests.admin.desk import Cast, text
from tests.submissions.pages.addresses import at, page_of, shown


def main_of(answer: Any) -> str:
    """The page without its header, whose form has a new secret each time."""
    return text(answer).partition("<main")[2]


@pytest.mark.parametrize("name", ["list", "upload", "add", "find"])
def test_whoever_is_not_signed_in_is_led_to_the_sign_in(cast: Cast, name: str) -> None:
    answer = cast.client("anonymous").get(at(name))

    assert answer.status_code == 302
    assert answer["Location"] == f"/accounts/login/?next={at(name)}"


@pytest.mark.parametrize("who", ["superuser", "ssc", "auditor", "reviewer"])
@pytest.mark.parametrize("name", ["list", "upload", "add", "find"])
def test_whoever_has_no_organisation_is_told_so(cast: Cast, who: str, name: str) -> None:
    answer = cast.client(who).get(at(name))

    assert answer.status_code == 403
    assert "your account names none" in text(answer)


@pytest.mark.parametrize("who", ["party", "administrator", "reviewer", "superuser"])
@pytest.mark.parametrize("name", ["page", "receipt", "receipt_file"])
def test_somebody_elses_submission_is_like_one_that_is_not_there(
    cast: Cast, who: str, name: str
) -> None:
    others = cast.client(who).get(at(name, cast.draft.pk))
    nothing = cast.client(who).get(at(name, 999_999))

    assert (others.status_code, nothing.status_code) == (404, 404)
    assert main_of(others) == main_of(nothing)
    assert "Not there" in main_of(others)


def test_a_closed_account_is_nobodys(cast: Cast) -> None:
    assert cast.client("inactive").get(at("list")).status_code == 302


@pytest.mark.parametrize("who", ["submitter", "party without the admin", "ceased"])
def test_the_way_is_shown_to_whoever_may_submit(cast: Cast, who: str) -> None:
    front = shown(cast.client(who), "/")

    assert front.count(f'href="{at("list")}"') == 2


@pytest.mark.parametrize("who", ["anonymous", "ssc", "auditor", "superuser"])
def test_the_way_is_not_shown_to_others(cast: Cast, who: str) -> None:
    assert at("list") not in shown(cast.client(who), "/")


def test_no_answer_is_kept_by_a_cache(cast: Cast) -> None:
    answer = cast.client("submitter").get(page_of(cast.draft))

    assert "no-store" in answer["Cache-Control"]
    assert "private" in answer["Cache-Control"]


def test_a_database_that_does_not_answer_shows_nothing(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    def locked(**_: Any) -> None:
        raise OperationalError("database is locked")

    monkeypatch.setattr(contents, "look_at", locked)

    answer = cast.client("submitter").get(page_of(cast.draft))

    assert (answer.status_code, answer["Retry-After"]) == (503, "5")
    assert "CanaryNotes" not in text(answer)


@pytest.mark.parametrize("name", ["check", "title", "evidence"])
def test_what_is_done_is_never_done_by_a_link(cast: Cast, name: str) -> None:
    assert cast.client("submitter").get(at(name, cast.draft.pk)).status_code == 405
