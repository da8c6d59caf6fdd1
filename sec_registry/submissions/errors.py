"""What can be wrong with a wish about a submission, each with a sentence for a person."""

from django.core.exceptions import PermissionDenied


class NotForYou(PermissionDenied):
    """The person may not do this, whatever state the submission is in."""


class StateForbids(Exception):
    """The person may, but the submission's state does not allow it (or no longer does)."""


class Outdated(StateForbids):
    """Somebody else changed the submission since the person read it."""


class NotAcceptable(Exception):
    """Problems or unwaived advisories stand in the way; the findings say which."""


class Unusable(ValueError):
    """The words of the call make no sense: no rows, an unknown rule, no reason."""


class KeyUsed(Unusable):
    """The key of an earlier call stands on a call with other words."""
