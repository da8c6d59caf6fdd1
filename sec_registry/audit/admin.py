"""The admin's side of the history seam: differences between history rows, never edited there."""

import re
from typing import Any

from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from simple_history.admin import SimpleHistoryAdmin

#: The number of a line of history, as any database's integers take it.
_LINE = re.compile(r"[0-9]{1,18}", re.ASCII)


class AuditedAdmin(SimpleHistoryAdmin):
    """A model admin with History. History is read through the admin's own queryset only.

    SECURITY: the library fetches history rows past ``get_queryset``; both views ask it first, so
    that whoever may not see an object learns nothing from its history, not even that there is one.
    Whoever may not open these pages at all is told so before anything is looked up.
    """

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        self._seen_or_404(request, object_id)
        # The actor is text: there is no page of theirs to link to.
        context = {"admin_user_view": "", **(extra_context or {})}
        response: HttpResponse = super().history_view(request, object_id, context)
        return response

    def history_form_view(
        self,
        request: HttpRequest,
        object_id: str,
        version_id: str,
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        if request.method not in ("GET", "HEAD"):
            raise PermissionDenied("History is read, never edited.")
        self._seen_or_404(request, object_id)
        if not _LINE.fullmatch(version_id):
            raise Http404
        response: HttpResponse = super().history_form_view(
            request, object_id, version_id, extra_context
        )
        return response

    def revert_disabled(self, request: HttpRequest, obj: Any = None) -> bool:
        return True

    def _seen_or_404(self, request: HttpRequest, object_id: str) -> None:
        if not self.has_view_or_change_permission(request):
            raise PermissionDenied
        if self.get_object(request, unquote(object_id)) is None:
            raise Http404
