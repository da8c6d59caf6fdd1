"""By which submission a record came: by this seam the record of disclosures is led to its looks."""

from sec_registry.registers.beginnings import begins
from sec_registry.submissions.lifecycle import State
from sec_registry.submissions.models import Item


@begins
def submissions_accepted(number: int) -> list[int]:
    """The accepted submissions whose item was given the number."""
    added = Item.objects.filter(allocated_number=number, submission__state=State.ACCEPTED)
    return list(added.values_list("submission", flat=True))
