"""Pages of what changes once for all records: they lead to the forms for that."""

from typing import Any

from django.http import HttpRequest, HttpResponse

from accounts.people import is_panel_administrator
from sec_registry.registers.admin import ReadOnlyAdmin


class ChangedOnceForAll(ReadOnlyAdmin):
    """The forms stand in a room above; the template of the page names their addresses."""

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        may = is_panel_administrator(request.user)
        response: HttpResponse = super().change_view(
            request, object_id, form_url, {"may_propose": may, **(extra_context or {})}
        )
        return response
