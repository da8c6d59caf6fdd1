"""``backup``: the whole database in one file, while the registry serves."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from sec_registry.publications.backups import BackupFault, backup_write
from sec_registry.registers.models import Publication


class Command(BaseCommand):
    help = "Writes everything in the database into one file, for `restore`; never the signing key."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, help="Replaced once the new one is whole.")

    def handle(self, *args: Any, file: Path, **options: Any) -> None:
        if file.exists() and not file.is_file():
            raise CommandError(f"{file} is there and no file.", returncode=2)
        # Asked before, so that what is told is in the file.
        last = Publication.objects.order_by("-number").first()
        try:
            backup_write(to=file)
        except (BackupFault, OSError) as fault:
            raise CommandError(f"No backup was written: {fault}") from fault
        self.stdout.write(f"Backup written to {file}: {file.stat().st_size:,} bytes.")
        if last is not None:
            self.stdout.write(f"Publication {last.number} is in it, of the digest {last.digest}.")
        self.stdout.write("It holds restricted records. The key that signs is kept apart.")
