"""The guardian seam: the only module that knows django-guardian.

Permissions are held on scopes with direct foreign keys. SECURITY: the library gives rows to
inactive users and everything to superusers and holders of a global permission unless told not to.
"""

from typing import TypeVar

from django.contrib.auth.models import Group
from django.db.models import Model, QuerySet
from guardian.models import GroupObjectPermissionBase, UserObjectPermissionBase
from guardian.shortcuts import (
    assign_perm,
    get_objects_for_group,
    get_objects_for_user,
    remove_perm,
)

from accounts.models import User

M = TypeVar("M", bound=Model)

__all__ = [
    "GroupObjectPermissionBase",
    "UserObjectPermissionBase",
    "objects_permitted",
    "objects_permitted_to_group",
    "permit",
    "withdraw",
]


def objects_permitted(user: User, permission: str, queryset: QuerySet[M]) -> QuerySet[M]:
    """The objects on which the person, or a group of theirs, holds the permission itself."""
    if not user.is_active:
        return queryset.none()
    permitted: QuerySet[M] = get_objects_for_user(
        user, permission, klass=queryset, with_superuser=False, accept_global_perms=False
    )
    return permitted


def objects_permitted_to_group(name: str, permission: str, queryset: QuerySet[M]) -> QuerySet[M]:
    """The objects on which the group of this name holds the permission itself."""
    group = Group.objects.filter(name=name).first()
    if group is None:
        return queryset.none()
    permitted: QuerySet[M] = get_objects_for_group(
        group, permission, klass=queryset, any_perm=True, accept_global_perms=False
    )
    return permitted


def permit(holder: User | Group, permission: str, obj: Model) -> None:
    """Give the permission on the object; twice is once."""
    assign_perm(permission, holder, obj)


def withdraw(holder: User | Group, permission: str, obj: Model) -> None:
    """Take the permission on the object away; absent is fine."""
    remove_perm(permission, holder, obj)
