"""Signatures of publications, and the public keys that they were made with."""

from django.db import models

from sec_registry.audit.constraints import AppendOnly, LedgerGuarded
from sec_registry.registers.models import Publication


class PublicKey(models.Model):
    """The public half of a key that signed; kept for good, so that old signatures verify."""

    key_id = models.CharField(
        max_length=64, primary_key=True, help_text="SHA-256 of the key's DER form"
    )
    pem = models.TextField()
    first_used_at = models.DateTimeField()

    class Meta:
        ordering = ["first_used_at"]
        constraints = [
            AppendOnly(name="public_key_kept"),
            LedgerGuarded(name="public_key_ledger"),
        ]

    def __str__(self) -> str:
        return f"Key {self.key_id[:16]}"


class Signature(models.Model):
    """The signature of one publication's manifest, written in the transaction that publishes."""

    publication = models.OneToOneField(
        Publication, on_delete=models.PROTECT, primary_key=True, related_name="signature"
    )
    key = models.ForeignKey(PublicKey, on_delete=models.PROTECT, related_name="signatures")
    value = models.CharField(max_length=128, help_text="Base64 of the DER form")
    signed_at = models.DateTimeField()

    class Meta:
        ordering = ["publication"]
        constraints = [
            AppendOnly(name="signature_kept"),
            LedgerGuarded(name="signature_ledger"),
        ]

    def __str__(self) -> str:
        return f"Signature of publication {self.publication_id}"
