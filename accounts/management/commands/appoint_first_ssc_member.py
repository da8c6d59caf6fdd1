"""``appoint_first_ssc_member EMAIL``: the one role of the SSC that nobody countersigns.

Members of the Security Sub Committee are countersigned by another member, so the first one has to
come from outside. The command works once; from then on the admin is the way.
"""

from argparse import ArgumentParser
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError

from accounts.command_line import command_line_actor
from accounts.models import Role, User
from accounts.services import role_give


class Command(BaseCommand):
    help = "Appoints the first member of the Security Sub Committee; refuses once there was one."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("email", metavar="EMAIL")
        parser.add_argument("--reason", default="first member of the Security Sub Committee")

    def handle(self, *args: Any, **options: Any) -> None:
        actor = command_line_actor()
        try:
            user = User.objects.get_by_natural_key(options["email"])
            role_give(
                user=user,
                role=Role.SECURITY_SUB_COMMITTEE,
                reason=options["reason"],
                by=actor,
                bootstrap=True,
            )
        except User.DoesNotExist:
            raise CommandError(f"There is no account {options['email']}.") from None
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from error
        self.stdout.write(f"{user} is a member of the Security Sub Committee.")
        self.stdout.write(f"Recorded as appointed by {actor}.")
