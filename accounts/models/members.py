"""What was done to accounts of the Security Sub Committee's members, and how they stood last (Z6).

Whoever signs in as a member reads every Zigbee record, so what lets somebody else do so is kept
apart from the accounts' own history, with its channel, and told to the committee.
"""

import hashlib

from django.conf import settings
from django.db import models

from sec_registry.audit.constraints import AppendOnly


class MemberChange(models.Model):
    """One thing that was done to a member's account or role. Names are copied as text, for good."""

    class Channel(models.TextChoices):
        ADMIN = "admin", "Admin"
        PAGE = "page", "Page"
        COMMAND = "command", "Command line"
        #: Found by the worker: a shell, or SQL.
        OUTSIDE = "outside", "Outside of the registry's pages and commands"

    at = models.DateTimeField()
    member = models.CharField(max_length=254)
    what = models.CharField(max_length=200)
    by = models.CharField(max_length=254)
    channel = models.CharField(max_length=8, choices=Channel.choices)

    class Meta:
        verbose_name = "change of the committee's accounts"
        verbose_name_plural = "changes of the committee's accounts"
        ordering = ["-id"]
        constraints = [
            AppendOnly(name="member_change_kept"),
            models.CheckConstraint(
                condition=~models.Q(member="") & ~models.Q(what="") & ~models.Q(by=""),
                name="member_change_says_who_and_what",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.member}: {self.what}"


class KnownMember(models.Model):
    """How a member's account stood when the registry last changed it or looked at it.

    What differs from it was done past the registry. No password and no token is in it, only a
    digest of the stored hash and the keys of tokens.
    """

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, primary_key=True, related_name="+"
    )
    password = models.CharField(max_length=64)
    email = models.CharField(max_length=254)
    is_active = models.BooleanField()
    tokens = models.JSONField(default=list)
    line = models.BigIntegerField(help_text="The newest line of the account's history.")

    class Meta:
        verbose_name = "member as known"
        verbose_name_plural = "members as known"

    def __str__(self) -> str:
        return self.email

    @staticmethod
    def digest(stored: str) -> str:
        """Of the password's stored hash."""
        return hashlib.sha256(stored.encode()).hexdigest()

    @classmethod
    def rehashed(cls, user: int, before: str, after: str) -> None:
        """Follow when the same password is stored with a newer hash.

        SECURITY: only from what was known; a password that was set past the registry stays found.
        """
        known = cls.objects.filter(user=user, password=cls.digest(before))
        known.update(password=cls.digest(after))
