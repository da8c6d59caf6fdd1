"""Which of an answer's formats is wanted; one that is not there is named, with those that are."""

from collections.abc import Iterable

from django.http import Http404
from rest_framework.negotiation import DefaultContentNegotiation
from rest_framework.renderers import BaseRenderer

from sec_registry.registers.problems import InvalidQuery

#: The format of the pages that browsers are shown; nobody asks for it by name.
_PAGES = "api"


class Negotiation(DefaultContentNegotiation):
    """The framework's own, which answers "not there" for a format that is not."""

    def filter_renderers(
        self,
        renderers: Iterable[BaseRenderer],
        format: str,  # noqa: A002  # the framework's name
    ) -> list[BaseRenderer]:
        """The renderers of this format; raises ``InvalidQuery``."""
        offered = list(renderers)
        try:
            return list(super().filter_renderers(offered, format))
        except Http404:
            names = dict.fromkeys(each.format for each in offered if each.format)
            listed = ", ".join(name for name in names if name != _PAGES)
            raise InvalidQuery({"format": [f"Use one of {listed}."]}) from None
