"""The Panel's desk for organisations, people, roles and tokens. Everything is saved by the verbs.

Django's own groups and permissions have no page: what somebody may do follows from their roles and
their organisation (``accounts.people``), never from a box that was ticked.
"""

from django.contrib import admin
from django.contrib.auth import admin as stock  # registers Group, so that it can be taken out here
from django.contrib.auth.models import Group

from accounts.admin.members import MemberChangeAdmin
from accounts.admin.organisations import OrganisationAdmin
from accounts.admin.persons import UserAdmin
from accounts.admin.roles import RoleHoldingAdmin
from accounts.admin.tokens import ApiTokenAdmin

__all__ = [
    "ApiTokenAdmin",
    "MemberChangeAdmin",
    "OrganisationAdmin",
    "RoleHoldingAdmin",
    "UserAdmin",
    "stock",
]

admin.site.unregister(Group)
