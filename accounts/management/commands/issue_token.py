"""``issue_token EMAIL [--days N] [--name TEXT]``: one API token, shown once, on the last line."""

from argparse import ArgumentParser
from datetime import timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError

from accounts.command_line import command_line_actor
from accounts.models import User
from accounts.services import token_issue
from accounts.services.tokens import DEFAULT_LIFE


class Command(BaseCommand):
    help = "Issues an API token for an account and prints it, alone on the last line."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("email", metavar="EMAIL")
        parser.add_argument("--days", type=int, default=DEFAULT_LIFE.days, metavar="N")
        parser.add_argument("--name", default="", metavar="TEXT", help="What the token is for.")

    def handle(self, *args: Any, **options: Any) -> None:
        actor = command_line_actor()
        try:
            user = User.objects.get_by_natural_key(options["email"])
            token, clear = token_issue(
                user=user, by=actor, name=options["name"], life=timedelta(days=options["days"])
            )
        except User.DoesNotExist:
            raise CommandError(f"There is no account {options['email']}.") from None
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from error
        self.stdout.write(f"Token for {user.email} until {token.expiry:%Y-%m-%d %H:%M} UTC.")
        self.stdout.write(f"Recorded as issued by {actor}. It is shown this once:")
        self.stdout.write(clear)
