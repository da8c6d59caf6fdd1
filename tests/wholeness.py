"""What must hold of a registry at any time, whatever happened to the processes that wrote it."""

from collections import Counter

from sec_registry.notices.models import Notice, Subscription
from sec_registry.publications.live import publications_verify
from sec_registry.registers.catalogue import registers
from sec_registry.registers.digests import canonical
from sec_registry.registers.models import Delivery, Ledger, Publication
from sec_registry.submissions.lifecycle import State
from sec_registry.submissions.models import Submission


def assert_whole() -> None:
    """Registers, publications, their chain, submissions, notices and deliveries go together."""
    row = Ledger.objects.get()
    numbers = list(Publication.objects.order_by("number").values_list("number", flat=True))
    assert row.opened_for is None
    assert numbers == list(range(1, row.last_publication + 1))
    assert publications_verify().last == row.last_publication
    _registers_are_what_was_published(row.last_cpl_number)
    accepted = Submission.objects.filter(state=State.ACCEPTED)
    assert not accepted.filter(publication=None).exists()
    assert not Submission.objects.exclude(state=State.ACCEPTED).exclude(publication=None).exists()
    _everybody_is_told(row.last_publication)
    _everything_is_to_be_delivered()


def _registers_are_what_was_published(last_number: int) -> None:
    held = []
    for register in registers():
        current = register.published._default_manager.filter(superseded_in__isnull=True)
        stored = dict(current.values_list("cpl_number", "document"))
        live = set(register.live._default_manager.values_list("pk", flat=True))
        assert live == set(stored), register.code
        rendered = register.render(sorted(stored))
        assert {n: canonical(each) for n, each in rendered.items()} == stored, register.code
        held.append(set(stored))
    assert held[0] == held[1] == held[2]
    assert max(held[0], default=0) <= last_number


def _everybody_is_told(last: int) -> None:
    """Who subscribed to everything has one notice of each publication since."""
    for each in Subscription.objects.filter(everything=True):
        keys = Counter(Notice.objects.filter(subscription=each).values_list("key", flat=True))
        since = range(each.from_publication + 1, last + 1)
        told = {key: n for key, n in keys.items() if key.startswith("publication:")}
        assert told == {f"publication:{number}": 1 for number in since}


def _everything_is_to_be_delivered() -> None:
    changed = registers()[0].published._default_manager.values_list("published_in", "cpl_number")
    prepared = Delivery.objects.values_list("publication_id", "cpl_number")
    assert sorted(prepared) == sorted(changed)
