"""A folder of its own for each test's files, and a small registry with a past."""

from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone


@pytest.fixture(autouse=True)
def folder(settings: Any, tmp_path: Path) -> Path:
    """Where whole lists are kept; not made yet."""
    settings.WHOLE_LISTS_DIR = tmp_path / "lists"
    return tmp_path / "lists"


@pytest.fixture
def now() -> datetime:
    """A moment for jobs of the worker, which these do not go by."""
    return timezone.now()
