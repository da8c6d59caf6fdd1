"""``issue_token EMAIL [--days N] [--name TEXT] [--scope SCOPE …]``: one API token, shown once.

It stands alone on the last line.
"""

from argparse import ArgumentParser
from datetime import timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError

from accounts.command_line import command_line_actor
from accounts.models import User
from accounts.scopes import Scope
from accounts.services import token_issue
from accounts.services.tokens import default_life


class Command(BaseCommand):
    help = "Issues an API token for an account and prints it, alone on the last line."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("email", metavar="EMAIL")
        parser.add_argument("--days", type=int, default=default_life().days, metavar="N")
        parser.add_argument("--name", default="", metavar="TEXT", help="What the token is for.")
        parser.add_argument(
            "--scope",
            action="append",
            choices=Scope.values,
            default=[],
            help="What it may be used for; without any: whatever the account may do.",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        actor = command_line_actor()
        try:
            user = User.objects.get_by_natural_key(options["email"])
            token, clear = token_issue(
                user=user,
                by=actor,
                name=options["name"],
                life=timedelta(days=options["days"]),
                scopes=options["scope"],
            )
        except User.DoesNotExist:
            raise CommandError(f"There is no account {options['email']}.") from None
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from error
        self.stdout.write(f"Token for {user.email} until {token.expiry:%Y-%m-%d %H:%M} UTC.")
        self.stdout.write(f"Recorded as issued by {actor}. It is shown this once:")
        self.stdout.write(clear)
