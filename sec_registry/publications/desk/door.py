"""The way into these pages: through the admin of the register, as to its own list."""

from typing import Any

from django.contrib.admin import AdminSite
from django.http import Http404, HttpRequest

from sec_registry.registers.admin import RegisterAdmin
from sec_registry.registers.catalogue import registers
from sec_registry.registers.declaration import Register
from sec_registry.registers.paging import PageAsked, Standing, page_asked, standing


def pages_of(site: AdminSite, code: str) -> RegisterAdmin:
    """The admin of the register of this code; raises ``Http404``."""
    for register in registers():
        if register.code == code:
            pages: Any = site.get_model_admin(register.live)
            return pages  # type: ignore[no-any-return]  # the stub knows no registers
    raise Http404


def standing_asked(
    request: HttpRequest, register: Register
) -> tuple[PageAsked, Standing, dict[str, list[str]]]:
    """The page that is asked for, of what publication, and what is wrong with that."""
    # A form sends what was left empty, too.
    given = request.GET.copy()
    for name in ("publication", "at", "after"):
        if not given.get(name, "").strip():
            given.pop(name, None)
    asked = page_asked(given)
    wrong = {name: said for name, said in asked.wrong.items() if name != "limit"}
    stand = None
    if asked.publication is None or asked.publication < 2**31:
        stand = standing(register, asked.publication)
    if stand is None and not wrong:
        wrong["publication"] = ["There is no such publication."]
    return asked, stand or Standing(), wrong
