"""People, and the service accounts that they answer for.

The email address is the sign-in and the name under which history speaks of somebody. It is kept in
lower case and never changes: who gets a new address gets a new account. (It also keeps whoever
manages accounts from redirecting somebody's password reset to an address of their own.)
"""

from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.hashers import check_password, make_password
from django.contrib.auth.models import PermissionsMixin
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone

from accounts.command_line import command_line_actor
from accounts.models.members import KnownMember
from accounts.models.organisation import Organisation
from sec_registry.audit.acting import Person, acting
from sec_registry.audit.history import AuditTrail


class UserManager(BaseUserManager["User"]):
    """Makes accounts; ``createsuperuser`` and the verbs come through here."""

    def create_user(
        self,
        email: str,
        password: str | None = None,
        *,
        by: Person | str = "",
        reason: str = "account made",
        **fields: Any,
    ) -> "User":
        """Make an account; without a password it cannot sign in until it is invited."""
        user = self.model(email=email.strip().lower(), **fields)
        user.set_password(password)
        user.full_clean()
        with acting(by=by or command_line_actor(), reason=reason):
            user.save(using=self._db)
        return user

    def create_superuser(
        self, email: str, password: str | None = None, *, by: Person | str = "", **fields: Any
    ) -> "User":
        """Make an operator's account."""
        rights = {"is_staff": True, "is_superuser": True}
        return self.create_user(
            email, password, by=by, reason="superuser made", **{**fields, **rights}
        )

    def get_by_natural_key(self, username: str | None) -> "User":
        """Sign-in finds the account however the address was typed."""
        return self.get(email=(username or "").strip().lower())


class User(AbstractBaseUser, PermissionsMixin):
    """A person or a service account. What they may do follows from ``accounts.people``."""

    # Sign-ins are not changes of the account: they must not fill its history.
    last_login = None

    email = models.EmailField(
        "email address",
        unique=True,
        error_messages={"unique": "There is an account with this email address already."},
    )
    name = models.CharField(max_length=120)
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="people"
    )
    is_active = models.BooleanField("active", default=True)
    is_staff = models.BooleanField(
        "may use the admin", default=False, help_text="What they see there follows from their roles"
    )
    is_service = models.BooleanField("service account", default=False)
    responsible_person = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="service_accounts",
        help_text="Who answers for a service account.",
    )
    joined_at = models.DateTimeField("joined", default=timezone.now, editable=False)
    invited_at = models.DateTimeField("invited", null=True, blank=True, editable=False)

    objects = UserManager()
    history = AuditTrail(excluded_fields=["password"])

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    class Meta:
        verbose_name = "person"
        verbose_name_plural = "people"
        ordering = ["email"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(email=Lower("email")),
                name="user_email_lower_case",
                violation_error_message="An email address is kept in lower case.",
            ),
            models.CheckConstraint(
                condition=models.Q(is_service=False, responsible_person__isnull=True)
                | models.Q(
                    is_service=True,
                    responsible_person__isnull=False,
                    is_staff=False,
                    is_superuser=False,
                ),
                name="user_service_has_responsible_person",
                violation_error_message=(
                    "A service account, and nothing else, has a responsible person, and it never "
                    "uses the admin."
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} <{self.email}>"

    def get_full_name(self) -> str:
        return self.name

    def get_short_name(self) -> str:
        return self.name

    def check_password(self, raw_password: str | None) -> bool:
        """As Django's, but storing the same password with a newer hash is no recorded change."""

        def rehash(password: str) -> None:
            before, self.password = self.password, make_password(password)
            KnownMember.rehashed(self.pk, before, self.password)
            type(self).objects.filter(pk=self.pk).update(password=self.password)

        return check_password(raw_password, self.password, rehash)
