"""The verbs that change accounts: keyword-only, in one transaction, recorded under ``by``.

``by`` is a person, whose right is checked here, or the text of whoever runs a command: who has the
command line has the database too, so it is trusted and recorded.
"""

from accounts.services.organisations import (
    organisation_add,
    organisation_cease,
    organisation_change,
)
from accounts.services.passwords import user_invite, user_set_password
from accounts.services.persons import (
    user_add,
    user_change,
    user_deactivate,
    user_join_organisation,
    user_reactivate,
)
from accounts.services.roles import role_countersign, role_end, role_give
from accounts.services.tokens import token_issue, token_revoke

__all__ = [
    "organisation_add",
    "organisation_cease",
    "organisation_change",
    "role_countersign",
    "role_end",
    "role_give",
    "token_issue",
    "token_revoke",
    "user_add",
    "user_change",
    "user_deactivate",
    "user_invite",
    "user_join_organisation",
    "user_reactivate",
    "user_set_password",
]
