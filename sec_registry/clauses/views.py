"""The clause page: what the law asks, which rule holds it, in which fields, shown by which test."""

from typing import Any

from django.views.generic import TemplateView

from sec_registry.clauses.held import OPEN_READINGS
from sec_registry.clauses.table import chapters


class ClausePage(TemplateView):
    """For anyone: law, rules and tests say nothing of what a register holds."""

    template_name = "clauses.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The chapters and the open readings."""
        return super().get_context_data(chapters=chapters(), open_readings=OPEN_READINGS, **kwargs)
