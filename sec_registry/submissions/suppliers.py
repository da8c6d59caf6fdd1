"""Who last typed the Zigbee part of a record: by this seam the committee's questions arrive."""

from collections.abc import Collection

from cpl.chunks import matching
from sec_registry.submissions.addressed import people_told
from sec_registry.submissions.lifecycle import State
from sec_registry.submissions.models import ProposedPart, Submission
from zigbee.columns import CODE
from zigbee.suppliers import Supplier, supplied


@supplied
def suppliers(numbers: Collection[int]) -> dict[int, Supplier]:
    """The accepted item that last typed radios of each record, by CPL number."""
    parts = ProposedPart.objects.filter(
        register=CODE, item__submission__state=State.ACCEPTED
    ).select_related("item__submission__organisation")
    newest: dict[int, ProposedPart] = {}
    for field in ("item__cpl_number", "item__allocated_number"):
        for part in matching(parts, field, numbers):
            number = part.item.allocated_number or part.item.cpl_number
            if number not in newest or _order(part) > _order(newest[number]):
                newest[number] = part
    told = people_told({part.item.submission_id for part in newest.values()})
    return {
        number: Supplier(
            submission=part.item.submission_id,
            row=part.item.position,
            name=_name(part.item.submission),
            emails=tuple(sorted(person.email for person in told[part.item.submission_id])),
        )
        for number, part in newest.items()
    }


def _order(part: ProposedPart) -> tuple[int, int, int]:
    """What was published later comes later; of one publication, what was made later."""
    submission = part.item.submission
    return submission.publication_id or 0, submission.pk, part.item.position


def _name(submission: Submission) -> str:
    """Whose it is, for the committee: it may have to write to them."""
    name = submission.organisation.name if submission.organisation else "The Panel"
    if submission.on_behalf_person:
        person, reference = submission.on_behalf_person, submission.on_behalf_reference
        return f"{name}: {person}, {reference}, keyed in by the Panel"
    return name
