"""A bundle of a small registry, as an outsider holds it."""

from pathlib import Path

import pytest

from sec_registry.publications.bundle import bundle_write
from tests.published import publish_numbers


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
    publish_numbers(101)
    publish_numbers(101, hardware_version="0200")
    folder = tmp_path / "small"
    bundle_write(to=folder)
    return folder
