"""SIGKILL between any two steps of writing whole lists and the bundle.

A file is whole wherever it has its name.

A step is whatever Python's audit calls a change to a file in the folder of lists.
"""

import os
import shutil
import signal
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone

from sec_registry.publications.files.ahead import whole_lists_write
from tests.killing import die
from tests.processes import run_and_die, run_and_die_at_once
from tests.published import publish_numbers

pytestmark = pytest.mark.django_db(transaction=True)

#: One round of the worker: of each form a file plain and packed, under another name first.
STEPS = (
    *("open lock", *["open part"] * 2, *["rename"] * 2),
    *("open lock", *["open part"] * 2, *["rename"] * 2),
    # The bundle.
    *("open lock", "open writing", "rename"),
)


def write() -> None:
    whole_lists_write(timezone.now())


def telling(folder: Path, tell: Callable[[str], object]) -> Callable[[], None]:
    """A worker that tells of each change before it makes it; its process must end with it."""

    def heard(event: str, arguments: tuple[Any, ...]) -> None:
        if event in ("open", "os.rename", "os.remove") and str(folder) in str(arguments[0]):
            if event != "open":
                tell(event.removeprefix("os."))
            elif arguments[2] & (os.O_WRONLY | os.O_RDWR):
                tell(f"open {Path(arguments[0]).suffix.removeprefix('.') or 'lock'}")

    def work() -> None:
        sys.addaudithook(heard)
        write()
        tell("returned")

    return work


def dying_before(step: int, folder: Path) -> Callable[[], None]:
    left = [step]

    def tell(_: str) -> None:
        if left[0] == 0:
            die()
        left[0] -= 1

    return telling(folder, tell)


def files_in(folder: Path) -> dict[str, bytes]:
    """What has its own name, and may be served."""
    kept = [each for each in folder.glob("*-*.*") if each.suffix != ".part"]
    return {each.name: each.read_bytes() for each in kept}


def steps_taken(folder: Path) -> list[str]:
    told = folder.parent / "told"
    handle = os.open(told, os.O_WRONLY | os.O_CREAT)
    run_and_die(telling(folder, lambda step: os.write(handle, f"{step}\n".encode())))
    os.close(handle)
    return told.read_text().splitlines()


def test_killed_between_any_two_steps(settings: Any, tmp_path: Path) -> None:
    publish_numbers(101, 102)
    folder = settings.WHOLE_LISTS_DIR = tmp_path / "lists"
    assert steps_taken(folder) == [*STEPS, "returned"]
    whole = files_in(folder)
    assert len(whole) == 5

    for number, step in enumerate(STEPS):
        shutil.rmtree(folder)
        assert run_and_die(dying_before(number, folder)) == -signal.SIGKILL, step

        left = files_in(folder) if folder.exists() else {}
        assert left.items() <= whole.items(), step
        # One dies there again while another writes.
        run_and_die_at_once(dying_before(number, folder), write)
        assert files_in(folder) == whole, step
        assert not list(folder.glob("*.part"))
