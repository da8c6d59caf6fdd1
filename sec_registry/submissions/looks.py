"""Recording a look at what a submission tells of restricted registers, whichever part tells it."""

from collections.abc import Iterable

from accounts.models import User
from sec_registry.registers.declaration import Register
from sec_registry.registers.disclosure import Channel, disclose


def look_disclosed(
    *,
    register: Register,
    numbers: Iterable[int | None],
    by: User,
    channel: Channel,
    subject: str,
) -> None:
    """Record that this person is about to see the subject, about these CPL numbers.

    None stands for items that have no number yet. Whoever has no right to the register itself
    looks by that of the review (L19).
    """
    disclose(
        register=register,
        by=by,
        numbers=[number for number in numbers if number is not None],
        right=register.reach(by).right or "review of the submission",
        channel=channel,
        subject=subject,
    )
