"""
Time what compares two publications: `python -m benchmarks.large_comparison FROM TO READER`.

READER is the email address of somebody who reads the Firmware Information Repository. Each address
is asked for twice in this process, and the second time is told, as `large_submission` tells it.
"""

import os
import sys
from collections.abc import Iterator

import django
from django.conf import settings
from django.contrib.auth import get_user_model
from django.test import Client

from benchmarks.large_submission import asked


def _addresses(start: int, end: int) -> Iterator[tuple[bool, str]]:
    """Each address, and whether it needs the reader."""
    both = f"from={start}&to={end}"
    compared = f"/api/v1/publications/compare/?{both}"
    yield False, compared
    yield False, f"{compared}&limit=1000"
    yield False, f"{compared}&after=40000"
    yield False, f"{compared}&count=true"
    yield False, f"{compared}&limit=1000&format=csv"
    yield False, f"/api/v1/publications/compare/?from={end}&to={start}"
    yield True, f"/api/v1/firmware/publications/compare/?{both}"
    yield False, f"/publications/compare/?{both}"
    yield False, f"/publications/{end}/"
    yield False, f"/api/v1/publications/{end}/changes/"


def main(start: int, end: int, reader: str) -> None:
    """Print a line for each address."""
    settings.DEBUG, settings.ALLOWED_HOSTS = False, ["testserver"]
    anyone, entitled = Client(), Client()
    entitled.force_login(get_user_model().objects.get(email=reader))
    for restricted, address in _addresses(start, end):
        sys.stdout.write(f"{asked(entitled if restricted else anyone, address)}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sec_registry.settings")
    django.setup()
    main(int(sys.argv[1]), int(sys.argv[2]), sys.argv[3])
