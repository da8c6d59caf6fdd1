"""The admin's side of the history seam: differences between history rows, never edited there."""

import re
from collections.abc import Sequence
from typing import Any

from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from simple_history.admin import SimpleHistoryAdmin
from simple_history.template_utils import HistoricalRecordContextHelper

from sec_registry.audit.wording import told

#: The number of a line of history, as any database's integers take it.
_LINE = re.compile(r"[0-9]{1,18}", re.ASCII)


class ToldDifferences(HistoricalRecordContextHelper):
    """The differences between two lines, in words; fields of ``unsaid`` are nobody's to read."""

    def __init__(self, model: Any, record: Any, *, unsaid: Sequence[str] = ()) -> None:
        super().__init__(model, record)
        self.unsaid = frozenset(unsaid)

    def context_for_delta_changes(self, delta: Any) -> list[dict[str, Any]]:
        told_of: list[dict[str, Any]] = super().context_for_delta_changes(delta)
        return [
            each
            for change, each in zip(delta.changes, told_of, strict=True)
            if change.field not in self.unsaid
        ]

    def prepare_delta_change_value(self, change: Any, value: Any) -> str:
        return told(self.model._meta.get_field(change.field), value)


class AuditedAdmin(SimpleHistoryAdmin):
    """A model admin with History. History is read through the admin's own queryset only.

    SECURITY: the library fetches history rows past ``get_queryset``; both views ask it first, so
    that whoever may not see an object learns nothing from its history, not even that there is one.
    Whoever may not open these pages at all is told so before anything is looked up.
    """

    #: Fields that the registry keeps for itself, and how the reasons end of lines that say no more.
    history_unsaid: tuple[str, ...] = ()
    history_unlisted = ""

    def get_historical_record_context_helper(
        self, request: HttpRequest, historical_record: Any
    ) -> ToldDifferences:
        return ToldDifferences(self.model, historical_record, unsaid=self.history_unsaid)

    def get_history_queryset(
        self, request: HttpRequest, history_manager: Any, pk_name: str, object_id: Any
    ) -> Any:
        lines = super().get_history_queryset(request, history_manager, pk_name, object_id)
        if not self.history_unlisted:
            return lines
        return lines.exclude(history_change_reason__endswith=self.history_unlisted)

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
