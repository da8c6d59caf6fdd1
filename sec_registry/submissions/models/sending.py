"""What a client's system sent with a key of its own, so that it may send it again."""

from django.conf import settings
from django.db import models

from sec_registry.audit.constraints import AppendOnly
from sec_registry.submissions.models.submission import Submission


class SentOnce(models.Model):
    """A draft that was sent under a key: the same person's same key never makes a second one.

    SECURITY: what was sent may hold Zigbee values, few enough to be guessed; so its digest is
    salted, and is shown to nobody.
    """

    submission = models.OneToOneField(
        Submission, on_delete=models.PROTECT, related_name="sent_once", primary_key=True
    )
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    key = models.CharField(max_length=200)
    salt = models.CharField(max_length=32)
    digest = models.CharField(max_length=64)

    class Meta:
        verbose_name = "sent once"
        constraints = [
            models.UniqueConstraint(fields=["person", "key"], name="sent_once_per_key"),
            AppendOnly(name="sent_once_kept", redacted=("digest",)),
        ]

    def __str__(self) -> str:
        return f"Submission {self.submission_id}, sent once"
