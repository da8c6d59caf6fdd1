"""What lists of deliveries are narrowed by."""

from typing import Any

from django.db.models import QuerySet
from django_filters import FilterSet

from sec_registry.deliveries.clocks import Running, standing_as
from sec_registry.registers.deliveries import DeliveryState
from sec_registry.registers.filters import WordFilter

_RUNNING = [each.value for each in Running if each != Running.STOPPED]


class PublicationClockFilter(WordFilter):
    """Publications with records whose clock stands so."""

    def filter(self, qs: QuerySet[Any], value: Any) -> QuerySet[Any]:
        """Those with at least one."""
        return qs.filter(pk__in=standing_as(value).order_by().values("publication_id"))


class RecordClockFilter(WordFilter):
    """Records whose clock stands so."""

    def filter(self, qs: QuerySet[Any], value: Any) -> QuerySet[Any]:
        """Those records alone."""
        return qs.filter(pk__in=standing_as(value).order_by().values("pk"))


class PublicationFilters(FilterSet):
    """Of the list of publications."""

    clock = PublicationClockFilter(
        words=_RUNNING, help_text="With records whose clock stands so; unknown: without a date."
    )


class RecordFilters(FilterSet):
    """Of the records of one publication."""

    state = WordFilter(words=DeliveryState.values, help_text="State of the delivery.")
    clock = RecordClockFilter(words=_RUNNING, help_text="How the clock that runs stands.")
