"""Django's ``changepassword``, recorded under the operating-system user."""

from typing import Any

from django.contrib.auth.management.commands.changepassword import Command as StockCommand

from accounts.command_line import command_line_actor
from sec_registry.audit.acting import acting


class Command(StockCommand):
    def handle(self, *args: Any, **options: Any) -> str | None:
        with acting(by=command_line_actor(), reason="password set"):
            return super().handle(*args, **options)
