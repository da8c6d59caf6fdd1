"""Filters of the list by chipset vendor and stack version: for the committee's members alone.

What is offered comes through the read door and is disclosed content itself, so the list records
that it was shown, also where it shows no record. SECURITY: an address holds a token in the place of
a value, since addresses end up in logs and histories; a token that stands for nothing shows no
record, lest all of them are marked as reviewed by mistake.
"""

import json
from collections.abc import Iterable
from typing import Any, ClassVar

from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.crypto import salted_hmac

from sec_registry.registers.admin import EnumeratedFilter
from zigbee.models import Radio

#: What the record of disclosures calls the values beside the list.
OFFERED = "chipset vendors and stack versions, offered as filters of the list"
#: More pairs than this are not offered at once: the vendor is chosen first.
MOST_PAIRS = 100

#: A chipset vendor and a stack version.
Pair = tuple[str, str]


class _RadioFilter(EnumeratedFilter):
    """A filter whose values are those of the radios that the person may read."""

    #: What else a new choice takes back.
    takes_back: ClassVar[tuple[str, ...]] = ()

    def __init__(self, request: HttpRequest, *others: Any) -> None:
        self.pairs = pairs_read(request, others[-1])
        super().__init__(request, *others)

    def has_output(self) -> bool:
        # One that was asked for narrows, even if nothing is offered.
        return super().has_output() or bool(self.value())

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        asked = self.value()
        return queryset if not asked else self.narrow(queryset, asked)

    def choices(self, changelist: Any) -> Any:
        chosen = self.value()
        back = [self.parameter_name, *self.takes_back]
        yield _choice(changelist, not chosen, {}, back, "All")
        for token, title in self.lookup_choices:
            address = {self.parameter_name: token}
            yield _choice(changelist, chosen == token, address, list(self.takes_back), title)


class ChipsetFilter(_RadioFilter):
    """Records with a radio of this vendor."""

    title = "chipset vendor"
    parameter_name = "chipset"
    takes_back = ("stack",)

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        vendors = dict.fromkeys(vendor for vendor, _ in self.pairs)
        return [(token_of(vendor), vendor) for vendor in vendors]

    def narrow(self, queryset: QuerySet[Any], value: str) -> QuerySet[Any]:
        vendors = {vendor for vendor, _ in self.pairs if token_of(vendor) == value}
        return _having(queryset, Radio.objects.filter(chipset_vendor__in=vendors))


class StackFilter(_RadioFilter):
    """Records with a radio of this vendor and this stack version."""

    title = "chipset vendor and stack version"
    parameter_name = "stack"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        vendor = request.GET.get(ChipsetFilter.parameter_name)
        offered = [pair for pair in self.pairs if not vendor or token_of(pair[0]) == vendor]
        if len(offered) > MOST_PAIRS and not vendor:
            asked = request.GET.get(self.parameter_name)
            offered = [pair for pair in offered if token_of(*pair) == asked]
        return [(token_of(*pair), " ".join(pair)) for pair in offered]

    def narrow(self, queryset: QuerySet[Any], value: str) -> QuerySet[Any]:
        for vendor, stack in self.pairs:
            if token_of(vendor, stack) == value:
                radios = Radio.objects.filter(chipset_vendor=vendor, stack_version=stack)
                return _having(queryset, radios)
        return queryset.none()


def pairs_read(request: HttpRequest, pages: Any) -> list[Pair]:
    """The pairs of the records that the person may read, in order; asked once for a request."""
    kept: dict[str, list[Pair]] = request.__dict__
    if "radio_pairs" not in kept:
        readable = pages.declared.live_visible_to(request.user).order_by().values("pk")
        radios = Radio.objects.filter(record__in=readable).order_by()
        pairs: Iterable[Pair] = radios.values_list("chipset_vendor", "stack_version").distinct()
        kept["radio_pairs"] = sorted(pairs, key=lambda pair: (pair[0].casefold(), *pair))
    return kept["radio_pairs"]


def token_of(*words: str) -> str:
    """What stands for the words in an address: the same each time, and not to be guessed."""
    return salted_hmac("zigbee.radio_filters", json.dumps(words)).hexdigest()[:20]


def _having(records: QuerySet[Any], radios: QuerySet[Radio]) -> QuerySet[Any]:
    return records.filter(pk__in=radios.order_by().values("record"))


def _choice(
    changelist: Any, selected: bool, new: dict[Any, str], back: list[Any], title: Any
) -> dict[str, Any]:
    address = changelist.get_query_string(new, back)
    return {"selected": selected, "query_string": address, "display": title}
