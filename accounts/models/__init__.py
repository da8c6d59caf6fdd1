"""Who: people, their organisations, the roles that they hold and their API tokens."""

from accounts.models.members import KnownMember, MemberChange
from accounts.models.organisation import Organisation
from accounts.models.roles import Role, RoleHolding
from accounts.models.tokens import ApiToken
from accounts.models.user import User

__all__ = [
    "ApiToken",
    "KnownMember",
    "MemberChange",
    "Organisation",
    "Role",
    "RoleHolding",
    "User",
]
