"""How ``seed_demo`` behaves where it must not run, and after a run that was cut short."""

import io
from datetime import timedelta

import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.test import override_settings
from django.utils import timezone

from accounts.models import User
from sec_registry.registers.models import Publication
from sec_registry.submissions.models import Submission
from sec_registry.submissions.sample import load
from sec_registry.submissions.sample.calendar import Calendar
from sec_registry.submissions.sample.plot import Chapter, past
from tests.registry import accept, make_panel
from tests.rows import valid_row

pytestmark = pytest.mark.django_db


def seed() -> str:
    """Run the command as at a desk and return what it says."""
    said = io.StringIO()
    with override_settings(DEBUG=True):
        call_command("seed_demo", stdout=said)
    return said.getvalue()


def cut_after(chapters: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the sample's past end after so many chapters, with nothing left open."""

    def beginning(calendar: Calendar) -> list[Chapter]:
        return past(calendar)[:chapters]

    monkeypatch.setattr(load, "past", beginning)
    monkeypatch.setattr(load, "open_work", lambda today: [])


def test_seed_demo_is_refused_while_debug_is_off() -> None:
    with override_settings(DEBUG=False), pytest.raises(CommandError, match="DEBUG"):
        call_command("seed_demo")

    assert not User.objects.exists()


def test_run_that_was_cut_short_goes_on_another_day(monkeypatch: pytest.MonkeyPatch) -> None:
    cut_after(1, monkeypatch)
    seed()
    (first,) = Publication.objects.all()
    cut_after(2, monkeypatch)

    with time_machine.travel(timezone.now() + timedelta(days=40), tick=True):
        said = seed()

    second = Publication.objects.latest("number")
    assert "Publication 2" in said
    assert Publication.objects.count() == 2
    assert second.published_at - first.published_at == timedelta(days=55)


def test_registers_with_records_of_their_own_get_the_people_only() -> None:
    accept(valid_row(), panel=make_panel())

    said = seed()

    assert "records of your own" in said
    assert User.objects.filter(email="panel@demo.example").exists()
    assert Publication.objects.count() == 1
    assert Submission.objects.count() == 1
