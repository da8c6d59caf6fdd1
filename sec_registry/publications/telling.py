"""What publications changed, told in words: of the open registers alone.

SECURITY: how much a publication changed in a restricted register, or whether it did, is nobody's
business outside; it is never counted here.
"""

from collections.abc import Collection, Mapping

from django.contrib.auth.models import AnonymousUser
from django.db.models import Count

from sec_registry.registers.catalogue import registers
from sec_registry.registers.models import Change

#: How many records a publication changed in each way.
Counts = Mapping[str, int]


def changes_counted(numbers: Collection[int]) -> dict[int, dict[str, int]]:
    """For each of the publications how many records it changed in each way."""
    counted: dict[int, dict[str, int]] = {number: {} for number in numbers}
    anybody = AnonymousUser()
    for register in registers():
        if register.restricted:
            continue
        changed = register.visible_to(anybody).filter(published_in__in=counted).order_by()
        rows = changed.values_list("published_in", "change").annotate(Count("pk"))
        for number, change, count in rows:
            counted[number][change] = counted[number].get(change, 0) + count
    return counted


def in_words(counts: Counts) -> str:
    """Such as "3 added, 1 removed"; empty when nothing changed."""
    told = [f"{counts[change]:,} {change}" for change in Change.values if counts.get(change)]
    return ", ".join(told)
