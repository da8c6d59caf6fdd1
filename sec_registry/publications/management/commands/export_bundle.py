"""``export_bundle``: a folder with which anybody can verify what was published."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from sec_registry.publications.bundle import NotWritten, bundle_write


class Command(BaseCommand):
    help = "Writes manifests, signatures, public keys and the CPL's changes into a new folder."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("dir", type=Path, help="A folder that is not there yet, or empty.")

    def handle(self, *args: Any, dir: Path, **options: Any) -> None:  # noqa: A002  # its name on the command line
        try:
            last = bundle_write(to=dir)
        except (NotWritten, OSError) as fault:
            raise CommandError(str(fault)) from fault
        self.stdout.write(f"Publications written to {dir}: {last}.")
