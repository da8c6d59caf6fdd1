"""The admin's side of the history seam: differences between history rows, never edited there."""

from typing import Any

from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from simple_history.admin import SimpleHistoryAdmin


class AuditedAdmin(SimpleHistoryAdmin):
    """A model admin with History. History is read through the admin's own queryset only.

    SECURITY: the library fetches history rows past ``get_queryset``; both views ask it first, so
    that whoever may not see an object learns nothing from its history, not even that there is one.
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
        response: HttpResponse = super().history_form_view(
            request, object_id, version_id, extra_context
        )
        return response

    def revert_disabled(self, request: HttpRequest, obj: Any = None) -> bool:
        return True

    def _seen_or_404(self, request: HttpRequest, object_id: str) -> None:
        if self.get_object(request, unquote(object_id)) is None:
            raise Http404
