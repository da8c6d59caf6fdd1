"""``sign_publications``: signatures for publications that were made before there were any."""

from typing import Any

from django.core.management.base import BaseCommand

from sec_registry.publications.signing import publications_sign
from sec_registry.registers.ledger import reopened_ledger


class Command(BaseCommand):
    help = "Signs the publications that have no signature yet; the next acceptance would, too."

    def handle(self, *args: Any, **options: Any) -> None:
        with reopened_ledger():
            signed = publications_sign()
        self.stdout.write(f"Publications signed: {signed}.")
