"""The record of disclosures: who was shown which restricted records, and by what right."""

from django.db import models

from sec_registry.audit.constraints import AppendOnly


class Disclosure(models.Model):
    """One look at restricted content, or one refusal. Names are copied as text, for good.

    ``numbers`` holds the exact CPL numbers shown, ``subject`` what else was (a submission's part,
    which may have no numbers yet); ``right`` says by what right.
    """

    class Outcome(models.TextChoices):
        DISCLOSED = "disclosed", "Disclosed"
        REFUSED = "refused", "Refused"

    at = models.DateTimeField(db_index=True)
    register = models.CharField(max_length=16)
    outcome = models.CharField(max_length=9, choices=Outcome.choices)
    person = models.CharField(max_length=254)
    organisation = models.CharField(max_length=200, blank=True)
    right = models.CharField(max_length=200, blank=True)
    channel = models.CharField(max_length=16)
    route = models.CharField(max_length=200)
    numbers = models.JSONField(default=list)
    subject = models.CharField(max_length=200, blank=True, help_text="Such as a submission")
    fields = models.CharField(
        "members", max_length=200, blank=True, help_text="Empty: all of each document"
    )
    request_id = models.CharField(max_length=64, blank=True)
    token_key = models.CharField(max_length=32, blank=True)

    class Meta:
        ordering = ["-id"]
        constraints = [AppendOnly(name="disclosure_kept")]
        # Each ends in the key, in whose order the record is read, newest first.
        indexes = [
            models.Index(fields=["person", "id"], name="disclosure_person"),
            models.Index(fields=["organisation", "id"], name="disclosure_organisation"),
            models.Index(fields=["register", "outcome", "id"], name="disclosure_outcome"),
            models.Index(fields=["token_key", "id"], name="disclosure_token"),
            models.Index(fields=["request_id"], name="disclosure_request"),
        ]

    def __str__(self) -> str:
        return f"{self.get_outcome_display()} to {self.person} at {self.at:%Y-%m-%d %H:%M}"


class DisclosedNumbers(models.Model):
    """The CPL numbers of a disclosure once more, for "who saw record N?": one bit for each.

    ``bits`` holds ``NUMBERS_IN_BLOCK`` numbers that follow each other, so that a page of a list
    is a few rows; the index answers the question alone.
    """

    NUMBERS_IN_BLOCK = 60  # the bits of a whole number that both databases store, and room

    disclosure = models.ForeignKey(
        Disclosure, on_delete=models.PROTECT, related_name="blocks", db_index=False
    )
    block = models.PositiveIntegerField()
    bits = models.BigIntegerField()

    class Meta:
        verbose_name = "numbers of a disclosure"
        verbose_name_plural = "numbers of disclosures"
        constraints = [
            models.UniqueConstraint(
                fields=["block", "disclosure", "bits"], name="disclosed_numbers_block"
            ),
            AppendOnly(name="disclosed_numbers_kept"),
        ]

    def __str__(self) -> str:
        return f"Block {self.block} of disclosure {self.disclosure_id}"
