"""What the form is about: who changes what, and in which submission it is kept."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from django.db.models import Max

from accounts.models import User
from sec_registry.registers.catalogue import registers
from sec_registry.registers.vocabulary import Action, Cell
from sec_registry.submissions.cells import UNKNOWN
from sec_registry.submissions.lifecycle import DECIDED, State, Step, state_after
from sec_registry.submissions.models import Contributor, Item, Submission
from sec_registry.submissions.permissions import may, submissions_visible_to
from sec_registry.submissions.visibility import parts_visible_to, registers_hidden_from

#: The states in which a submission may be edited.
EDITABLE = tuple(state for state in State if state_after(state, Step.EDIT) is not None)


@dataclass(frozen=True)
class Task:
    """A change of the record ``number`` (None: a new one), by ``by``.

    ``submission`` is the draft that it goes into (None: a new one), ``item`` what of it is edited
    (None: a further item).
    """

    by: User
    action: str
    number: int | None = None
    submission: Submission | None = None
    item: Item | None = None

    @property
    def amends(self) -> bool:
        """Whether what stands is shown, and kept where it is left as it is."""
        return self.action in (Action.AMEND, Action.CORRECT)


@dataclass(frozen=True)
class Given:
    """What an item says already: the cells this person may see, and the registers they may not."""

    cells: Mapping[str, Cell] = field(default_factory=dict)
    hidden: frozenset[str] = frozenset()
    #: The registers whose part somebody else typed, and this person sees.
    of_others: frozenset[str] = frozenset()


def given_of(task: Task) -> Given:
    """What the item that is edited says, as far as this person sees it."""
    if task.item is None or task.submission is None:
        return Given()
    cells = {name: cell for name, cell in task.item.values.items() if name != UNKNOWN}
    visible = list(parts_visible_to(task.by, task.submission).filter(item=task.item))
    for part in visible:
        cells.update(part.values)
    return Given(
        cells=cells,
        hidden=registers_hidden_from(task.by, task.submission, task.item),
        of_others=frozenset(p.register for p in visible if p.typed_by_id != task.by.pk),
    )


def my_open_item(by: User, number: int) -> Item | None:
    """The item of a draft of this person that changes the record already; the newest one."""
    mine = Contributor.objects.filter(person=by).values("submission")
    found = (
        Item.objects.filter(cpl_number=number, submission__in=mine, submission__state__in=EDITABLE)
        .exclude(action=Action.ADD)
        .select_related("submission")
        .order_by("-submission")
        .first()
    )
    return found if found is not None and may(by, Step.EDIT, found.submission) else None


def others_open(by: User, number: int, but: Submission | None) -> list[Submission]:
    """Undecided submissions, as far as this person sees any, that change the record too."""
    items = Item.objects.filter(cpl_number=number).exclude(action=Action.ADD)
    found = submissions_visible_to(by).filter(pk__in=items.values("submission"))
    found = found.exclude(state__in=DECIDED)
    if but is not None:
        found = found.exclude(pk=but.pk)
    return list(found.order_by("-pk")[:5])


def next_position(submission: Submission) -> int:
    """Where a further item of the submission goes."""
    last = Item.objects.filter(submission=submission).aggregate(last=Max("position"))["last"]
    return int(last or 0) + 1


def editable_by(by: User, submission: Submission) -> bool:
    """Whether this person may edit the submission, and its state allows it."""
    return may(by, Step.EDIT, submission) and submission.state in EDITABLE


def register_codes() -> frozenset[str]:
    """The codes of all registers."""
    return frozenset(each.code for each in registers())
