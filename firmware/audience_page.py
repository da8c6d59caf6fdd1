"""What pages of the Firmware Information Repository share: who comes in, and what answers are like.

SECURITY: signed in first, then the right to read the whole repository, then the page; refusals are
recorded, and every answer is marked and kept out of every cache.
"""

from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.views import View

from accounts.models import User
from firmware.register import FIR
from sec_registry.registers.busy import shown_or_busy
from sec_registry.registers.caching import mark_restricted
from sec_registry.registers.disclosure import Channel, refuse
from sec_registry.registers.reach import Reach


class AudiencePage(View):
    """A page for the audience of the FIR (F2.17B, F2.14): who came in, and how far they see."""

    for_whom = ""
    reader: User
    reach: Reach

    def channel(self, request: HttpRequest) -> Channel:
        """How what is shown leaves, for the record of disclosures."""
        raise NotImplementedError

    def numbers_asked(self) -> list[int]:
        """The CPL numbers that the address names, for the record of a refusal."""
        return []

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Let in whom it is for; a database that does not answer becomes a page, too."""
        if not isinstance(request.user, User):
            return redirect_to_login(request.get_full_path())
        self.reader = request.user
        answer = shown_or_busy(request, lambda: self._let_in(request, *args, **kwargs))
        return mark_restricted(answer, FIR.marking)

    def _let_in(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        self.reach = FIR.reach(self.reader)
        if not self.reach.everything:
            asked, channel = self.numbers_asked(), self.channel(request)
            refuse(register=FIR, by=self.reader, numbers=asked, channel=channel)
            raise PermissionDenied(self.for_whom)
        return super().dispatch(request, *args, **kwargs)
