"""What both kinds of redaction share at the desk: one person proposed it, another decides."""

from collections.abc import Callable, Mapping
from typing import Any, ClassVar

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from accounts.asking import person_of
from accounts.models import User
from sec_registry.registers.admin import ReadOnlyPages
from sec_registry.registers.admin.presentation import moment
from sec_registry.registers.models import RedactionState
from sec_registry.submissions.errors import NotForYou, StateForbids


class DecidedByAnother(ReadOnlyPages):
    """A list of redactions, and a page of each with the buttons of the second person."""

    change_form_template = "admin/redactions/redaction.html"
    ordering = ("-id",)
    #: The verbs behind the buttons.
    deeds: ClassVar[Mapping[str, Callable[..., Any]]]

    def may_decide(self, by: User, redaction: Any) -> bool:
        """Whether the person may decide it."""
        raise NotImplementedError

    def named(self, row: Any) -> str:
        """What the redaction is called here."""
        raise NotImplementedError

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: Any = None,
    ) -> HttpResponse:
        """The redaction, with what another person may do about it."""
        if not self.admitted(request.user):
            raise PermissionDenied
        redaction: Any = self.get_object(request, object_id)
        if redaction is None:
            raise Http404
        if request.method == "POST":
            return self._decide(request, redaction)
        waits = redaction.state == RedactionState.PROPOSED
        shown = {
            "may_decide": waits and self.may_decide(person_of(request), redaction),
            "waits": waits,
            "title": self.named(redaction),
            "subtitle": None,
        }
        response: HttpResponse = super().change_view(request, object_id, form_url, shown)
        return response

    def page_of(self, redaction: Any) -> str:
        """The address of its page."""
        return reverse(
            f"admin:{self.opts.app_label}_{self.opts.model_name}_change", args=[redaction.pk]
        )

    def _decide(self, request: HttpRequest, redaction: Any) -> HttpResponse:
        deed = self.deeds.get(request.POST.get("deed", ""))
        if deed is None:
            raise PermissionDenied
        note = request.POST.get("note", "")
        try:
            done = deed(redaction=redaction, by=person_of(request), note=note)
        except NotForYou as refused:
            raise PermissionDenied from refused
        except (StateForbids, ValidationError) as refused:
            for sentence in getattr(refused, "messages", [str(refused)]):
                messages.error(request, sentence)
        else:
            messages.success(request, f"{self.named(done)}: {done.get_state_display().lower()}.")
        return HttpResponseRedirect(self.page_of(redaction))

    @admin.display(description="proposed (UTC)", ordering="id")
    def when(self, row: Any) -> str:
        return moment(row.proposed_at)

    @admin.display(description="decided (UTC)")
    def decided(self, row: Any) -> str:
        return moment(row.decided_at) if row.decided_at else "–"
