"""A bundle of a small registry, as an outsider holds it."""

from pathlib import Path

import pytest

from sec_registry.publications.bundle import bundle_write
from sec_registry.redactions.carrying_out import redaction_approve
from sec_registry.redactions.proposals import redaction_propose
from sec_registry.registers.catalogue import register
from sec_registry.registers.disclosure import Channel
from tests.published import publish_numbers
from tests.registry import make_panel


@pytest.fixture
def bundle(db: None, tmp_path: Path) -> Path:
    """Three publications: two Device Models, one more, and one of them amended."""
    publish_numbers(101, 102)
    publish_numbers(103)
    publish_numbers(102, hardware_version="0200")
    folder = tmp_path / "bundle"
    bundle_write(to=folder)
    return folder


@pytest.fixture
def small_bundle(db: None, tmp_path: Path) -> Path:
    """Two publications of one Device Model: few bytes, and every kind of file."""
    return _small(tmp_path / "small")


@pytest.fixture
def redacted_bundle(db: None, tmp_path: Path) -> Path:
    """The same after a redaction."""
    _small(tmp_path / "small")
    panel = make_panel()
    proposed = redaction_propose(
        register=register("cpl"),
        cpl_number=101,
        members=["hardware_version"],
        publications=[1],
        reason="A test",
        by=panel.administrator,
        channel=Channel("test", "/"),
    )
    redaction_approve(redaction=proposed, by=panel.reviewer)
    folder = tmp_path / "redacted"
    bundle_write(to=folder)
    return folder


def _small(folder: Path) -> Path:
    publish_numbers(101)
    publish_numbers(101, hardware_version="0200")
    bundle_write(to=folder)
    return folder
