"""API tokens: only a digest of each is stored, and each of them expires.

django-rest-knox finds the model through ``KNOX_TOKEN_MODEL``. Two of its fields are spelt anew: the
digest is no primary key here (keys stand in addresses and in history, and a digest belongs in
neither), and a person with tokens is protected like everywhere else.
"""

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db import models
from django.utils import timezone
from knox.models import AbstractAuthToken, get_digest_token
from knox.settings import CONSTANTS

from sec_registry.audit.history import AuditTrail


class ApiTokenManager(models.Manager["ApiToken"]):
    """Makes tokens; only the verb ``token_issue`` asks for one."""

    def issue(self, *, life: timedelta, **fields: Any) -> tuple["ApiToken", str]:
        """Store a new token's digest; returns it with its clear text."""
        digest, clear = get_digest_token()
        key = clear[: CONSTANTS.TOKEN_KEY_LENGTH]
        expiry = timezone.now() + life
        return self.create(digest=digest, token_key=key, expiry=expiry, **fields), clear


class ApiToken(AbstractAuthToken):
    """One token of one account. ``token_key``, its first letters, is what records of use quote."""

    digest = models.CharField(max_length=CONSTANTS.DIGEST_LENGTH, unique=True, editable=False)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="auth_token_set"
    )
    name = models.CharField(max_length=120, blank=True, help_text="What the token is for.")
    scopes = models.JSONField(
        default=list, blank=True, help_text="Empty: whatever the account may do."
    )
    last_used_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects = ApiTokenManager()
    history = AuditTrail(excluded_fields=["digest", "last_used_at"])

    class Meta:
        verbose_name = "API token"
        ordering = ["-created", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(expiry__isnull=False), name="api_token_expires"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.token_key}… ({self.user})"

    @property
    def allows(self) -> str:
        """The scopes in words."""
        return ", ".join(self.scopes) or "whatever the account may do"

    @property
    def is_expired(self) -> bool:
        """Whether the token's time has run out."""
        return self.expiry is None or self.expiry <= timezone.now()
