"""Who opens the Central Products List in the admin.

The list itself is public; its rows and histories in the admin also say who recorded what and why,
so they are for those with an office: the Panel, the Security Sub Committee, auditors, operators.
"""

from django.contrib.auth.models import AnonymousUser

from accounts.models import User
from accounts.people import holds_an_office


def reads_the_list(user: User | AnonymousUser) -> bool:
    """Whether the person holds any role, or is an operator."""
    return holds_an_office(user)
