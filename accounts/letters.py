"""Letters to single people that must not get lost: taken by the room above that sends notices.

The outbox stands above, so it is named in the composition's settings instead of being imported
here. A letter is written down in the transaction in which what it tells becomes true, and tried
again until the mail server takes it.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from django.conf import settings
from django.utils.module_loading import import_string


@dataclass(frozen=True)
class Letter:
    """What one person is told; nobody gets two under one ``key``."""

    email: str
    key: str
    subject: str
    text: str


def letters_send(letters: Iterable[Letter]) -> None:
    """Hand the letters over to the outbox, in the transaction that is under way.

    SECURITY: nothing of the FIR or DZIR belongs into a letter.
    """
    import_string(settings.SEC_LETTERS)(letters)
