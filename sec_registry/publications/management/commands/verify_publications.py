"""``verify_publications``: whether chain, digests, roots and signatures hold."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from sec_registry.publications.live import keys_kept, publications_verify
from sec_registry.publications.offline_verifier import (
    Broken,
    Keys,
    read_keys,
    summary,
    verify_bundle,
)


class Command(BaseCommand):
    help = "Verifies the publications here, or those of a bundle; the first break is named."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--bundle", type=Path, metavar="DIR", help="An exported bundle.")
        parser.add_argument(
            "--public-key",
            type=Path,
            metavar="FILE",
            help="PEM of the public keys trusted; else those that this registry keeps.",
        )

    def handle(
        self, *args: Any, bundle: Path | None, public_key: Path | None, **options: Any
    ) -> None:
        try:
            # A bundle's own keys prove nothing.
            trusted = _read(public_key) if public_key else keys_kept()
            if bundle:
                chain = verify_bundle(bundle, trusted)
            else:
                chain = publications_verify(trusted=trusted)
        except Broken as fault:
            raise CommandError(f"BROKEN: {fault}") from fault
        self.stdout.write(summary(chain))


def _read(path: Path) -> Keys:
    try:
        return read_keys(path.read_bytes(), str(path))
    except OSError as fault:
        raise CommandError(f"{path} cannot be read ({fault.strerror}).") from fault
