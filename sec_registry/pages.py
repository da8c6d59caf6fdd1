"""The front page: what the registry holds today, and where each reader goes from here."""

from typing import Any

from django.views.generic import TemplateView

from sec_registry.registers.catalogue import registers
from sec_registry.registers.declaration import Register
from sec_registry.registers.models import Publication, PublicationRegister


class FrontPage(TemplateView):
    """Public facts only: the registers' names and markings, and totals of the open ones."""

    template_name = "home.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The latest publication and, per register, what anybody may know of it."""
        publication = Publication.objects.order_by("-number").first()
        totals = dict(
            PublicationRegister.objects.filter(publication=publication).values_list(
                "register", "records"
            )
        )
        return super().get_context_data(
            publication=publication,
            registers=[
                (register, _total(register, totals), bool(register.reach(self.request.user)))
                for register in registers()
            ],
            **kwargs,
        )


def _total(register: Register, totals: dict[str, int]) -> int | None:
    # SECURITY: a restricted register's total tells more than anybody may know.
    return None if register.restricted else totals.get(register.code, 0)
