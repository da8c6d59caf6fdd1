"""Whole lists after a redaction: what they held before goes, and they hold no more than is left."""

from pathlib import Path

import pytest
from django.utils import timezone
from pytest_django import Settings

from cpl.models import PublishedDeviceModel
from sec_registry.publications.files import kept
from sec_registry.publications.files.ahead import whole_lists_write
from sec_registry.publications.files.editions import Edition, edition_of
from sec_registry.publications.files.forms import JSON
from sec_registry.publications.files.kept import NotAsPublished, kept_open
from sec_registry.redactions import carrying_out
from sec_registry.registers.catalogue import register
from sec_registry.registers.models import PublicationRegister
from tests.publications.world import unguard
from tests.redactions.world import NAME, World, redacted

pytestmark = pytest.mark.django_db


def test_states_count_the_redactions_of_what_they_hold(world: World) -> None:
    redacted(world, "model.name")

    counted = PublicationRegister.objects.order_by("publication", "register")
    assert list(counted.filter(register="cpl").values_list("redactions", flat=True)) == [1, 1, 0]
    assert register("cpl").redactable


def test_list_from_before_goes_although_its_process_was_killed(
    world: World, settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Between the commit and taking the files away: the worker does it in its next round."""
    folder = settings.WHOLE_LISTS_DIR = tmp_path / "lists"
    for publication in (1, 3):
        kept_open(edition(publication), JSON, "identity").close()
    (stale,) = folder.glob("cpl-1-*.json")
    monkeypatch.setattr(carrying_out, "forget", lambda: None)
    redacted(world, "model.name")
    assert NAME.encode() in stale.read_bytes()

    whole_lists_write(timezone.now())

    assert not [each for each in folder.iterdir() if NAME.encode() in each.read_bytes()]
    assert list(folder.glob("cpl-3-r0-*.json"))


def test_list_never_holds_more_than_a_statement_left(
    world: World, settings: Settings, tmp_path: Path
) -> None:
    settings.WHOLE_LISTS_DIR = tmp_path / "lists"
    redacted(world, "model.name")
    kept_open(edition(1), JSON, "identity").close()
    kept.forget()
    unguard(PublishedDeviceModel)
    row = PublishedDeviceModel.objects.get(published_in=1)
    row.document = row.document.replace("Redacted (", "Restored (")
    row.save()

    with pytest.raises(NotAsPublished, match=f"CPL {world.number}"):
        kept_open(edition(1), JSON, "identity")


def edition(publication: int) -> Edition:
    found = edition_of(register("cpl"), publication)
    assert found is not None
    return found
