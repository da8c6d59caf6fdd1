"""That the holders of a grant were told that it ends."""

from django.db import models

from zigbee.models.access import AccessGrant


class EndTold(models.Model):
    """Written with the letters, so that they are written once."""

    grant = models.OneToOneField(
        AccessGrant, on_delete=models.PROTECT, primary_key=True, related_name="end_told"
    )
    at = models.DateTimeField()

    class Meta:
        verbose_name = "letter before the end of a grant"
        verbose_name_plural = "letters before the end of grants"

    def __str__(self) -> str:
        return f"The end of grant {self.grant_id} was told"
