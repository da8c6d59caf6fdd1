"""Django's ``changepassword``, through the verb: recorded under the operating-system user.

The committee is told when it is a member's (Z6).
"""

import getpass
from typing import Any

from django.contrib.auth.management.commands.changepassword import Command as StockCommand
from django.core.exceptions import ValidationError
from django.core.management.base import CommandError

from accounts.command_line import command_line_actor
from accounts.models import User
from accounts.services import user_set_password

TRIES = 3


class Command(StockCommand):
    def handle(self, *args: Any, **options: Any) -> str | None:
        actor = command_line_actor()
        try:
            user = User.objects.get_by_natural_key(options["username"])
        except User.DoesNotExist:
            raise CommandError(f"There is no account {options['username']}.") from None
        self.stdout.write(f"Changing the password of {user}")
        for _ in range(TRIES):
            password = getpass.getpass("Password: ")
            if password != getpass.getpass("Password (again): "):
                self.stderr.write("The two are not the same.")
                continue
            try:
                user_set_password(user=user, password=password, by=actor)
            except ValidationError as error:
                self.stderr.write("\n".join(error.messages))
                continue
            return f"The password of {user} was set."
        raise CommandError(f"Given up after {TRIES} tries.")
