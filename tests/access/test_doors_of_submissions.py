"""
The tables and the canaries notice it when a submission has lost one of its two doors.

The outer one says whose submission it is, the inner one what of its content a person who sees it
may read. Each is taken away wherever it is asked, and somebody is sent to each view in turn: what
the tables say of the view must no longer hold.
"""

import sys
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.urls import resolve

from sec_registry.submissions.addressed import learns_of_questions, reads_questions
from sec_registry.submissions.models import Submission
from sec_registry.submissions.permissions import contributed, submissions_visible_to
from sec_registry.submissions.rights import beyond_reach
from tests.access.people import Who
from tests.access.test_calls import CALLS, call
from tests.access.test_doors import no_door
from tests.access.test_posts import POSTS, send
from tests.access.walks import LINES, Walk
from tests.access.world import World

__all__ = ["no_door"]

#: Submits like others do, and has no submission in this world.
PASSER_BY = Who.REVOKED
#: See a submission, and not all that is in it: its Zigbee part; what others wrote; pathways.
SEE_A_PART = (Who.ADMINISTRATOR, Who.STRANGER, Who.SUBMITTER)
ROOMS = ("sec_registry.", "firmware.", "zigbee.")
#: What begins a submission, and what is for makers alone by who they are.
BEGINNINGS = ("/add/", "/upload/", "submissions/validate/", "submissions/change/")
#: Behind a door of another kind: an office, a role, or one's own hand once more.
OFFICES = ("admin/submissions/evidenceaccess/", "admin/submissions/evidenceredaction/")
OTHERWISE = (
    "api/v1/submissions/accept/",
    "submissions/",
)
#: What shows content that its reader may know in part only.
CONTENT = (
    "admin/submissions/submission/<path:object_id>/change/",
    "api/v1/submissions/<str:number>/items/",
    "api/v1/submissions/<str:number>/difference/",
    "api/v1/submissions/<str:number>/findings/",
    "api/v1/submissions/<str:number>/impact/",
    "submissions/<int:pk>/",
    "submissions/<int:pk>/rows/<int:position>/",
    "admin/submissions/submission/<int:pk>/rows/<int:position>/",
)


def views() -> Iterator[str]:
    """The patterns behind the outer door, as the tables name them."""
    for pattern in sorted({line.pattern for line in LINES}):
        begun = any(each in pattern for each in BEGINNINGS) or "app_label" in pattern
        otherwise = pattern in OTHERWISE or pattern.startswith(OFFICES)
        if "submissions/" in pattern and not begun and not otherwise:
            yield pattern


def taken_away(
    monkeypatch: pytest.MonkeyPatch, door: Callable[..., Any], instead: Callable[..., Any]
) -> None:
    """Put something else in the place of a function, wherever it was imported."""
    for name, module in list(sys.modules.items()):
        if name.startswith(ROOMS):
            for word, value in list(vars(module).items()):
                if value is door:
                    monkeypatch.setattr(module, word, instead)


@pytest.fixture
def anybodys(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every submission is everybody's."""
    taken_away(monkeypatch, submissions_visible_to, lambda user: Submission.objects.all())
    for door in (contributed, reads_questions, learns_of_questions):
        taken_away(monkeypatch, door, lambda user, submission: True)


@pytest.fixture
def unmasked(monkeypatch: pytest.MonkeyPatch, no_door: None) -> None:
    """Whoever sees a submission sees all that is in it, and all that it is compared with."""
    taken_away(monkeypatch, beyond_reach, lambda register, user: False)


@pytest.mark.usefixtures("anybodys")
@pytest.mark.parametrize("pattern", [*views()])
def test_a_view_of_other_peoples_submissions_is_noticed(world: World, pattern: str) -> None:
    assert seen_otherwise(world, pattern, PASSER_BY) or done_otherwise(world, pattern, PASSER_BY)


@pytest.mark.usefixtures("unmasked")
@pytest.mark.parametrize("pattern", CONTENT)
def test_a_view_of_all_that_is_in_a_submission_is_noticed(world: World, pattern: str) -> None:
    assert any(seen_otherwise(world, pattern, who) for who in SEE_A_PART)


def seen_otherwise(world: World, pattern: str, who: Who) -> bool:
    """Whether the person gets another answer than the table's, or meets what is kept from them."""
    browser = world.signed_in.session(who)
    for line in LINES:
        if line.pattern == pattern:
            met, address = Walk(who), line.address.format(**world.keys)
            status = met.take(world, address, browser.get(address))
            if status != line.status_for(who) or world.canaries.kept_from(who, met.met):
                return True
    return False


def done_otherwise(world: World, pattern: str, who: Who) -> bool:
    """Whether a form or a call of the pattern is refused otherwise than the tables say."""
    for post in POSTS:
        if who not in post.may and of_pattern(world, post.address, pattern):
            answer = send(world.signed_in.session(who), post, world.keys)
            if answer.status_code != post.refusal_for(who):
                return True
    for made in CALLS:
        if who not in made.may and of_pattern(world, made.address, pattern):
            answer = call(world.signed_in.bearer(who), made, world.keys)
            if answer.status_code != made.refusal_for(who):
                return True
    return False


def of_pattern(world: World, address: str, pattern: str) -> bool:
    """Whether the address is one of the pattern's."""
    return resolve(address.format(**world.keys).partition("?")[0]).route == pattern
