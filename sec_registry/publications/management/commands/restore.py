"""``restore``: a backup into an empty database, and whether the chain of publications holds there.

Exit status: 0 restored and verified; 1 not restored, or restored and not verified (the message
says which, and where the chain breaks).
"""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from sec_registry.publications.backups import BackupFault, backup_restore, fits_this_version
from sec_registry.publications.live import publications_verify
from sec_registry.publications.offline_verifier import Broken, Keys, read_keys, summary


class Command(BaseCommand):
    help = "Reads a backup into an empty database and verifies the publications in it."
    # There are no tables yet that the checks could look at.
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument(
            "--public-key",
            type=Path,
            metavar="FILE",
            help="PEM of the public keys trusted; else those that the backup holds.",
        )

    def handle(self, *args: Any, file: Path, public_key: Path | None, **options: Any) -> None:
        try:
            trusted = _read(public_key) if public_key else None
            backup_restore(file=file)
        except (BackupFault, Broken, OSError) as fault:
            raise CommandError(f"Nothing was restored: {fault}") from fault
        self.stdout.write(f"Restored from {file}.")
        if not fits_this_version():
            raise CommandError(
                "The backup is of another version of the registry: run migrate, then "
                "verify_publications."
            )
        try:
            chain = publications_verify(trusted=trusted)
        except Broken as fault:
            raise CommandError(f"Restored, but do not serve it. BROKEN: {fault}") from fault
        self.stdout.write(summary(chain))


def _read(path: Path) -> Keys:
    return read_keys(path.read_bytes(), str(path))
