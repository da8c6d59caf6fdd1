"""``make_signing_key``: a fresh key for signing publications, in a file of its own."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from sec_registry.publications.keys import write_new_key
from sec_registry.signing_keys import public_pem, read_private_key


class Command(BaseCommand):
    help = "Makes a private key in FILE (never over another one) and prints its public half."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, help="Where the private key goes.")

    def handle(self, *args: Any, file: Path, **options: Any) -> None:
        if file.exists():
            raise CommandError(f"{file} is there already: a signing key is never overwritten.")
        write_new_key(file)
        self.stdout.write(public_pem(read_private_key(file.read_text())), ending="")
