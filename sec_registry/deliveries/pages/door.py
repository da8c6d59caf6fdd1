"""Who comes in to the pages of deliveries, and what every answer there has."""

from functools import partial
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.cache import add_never_cache_headers
from django.views import View

from accounts.models import User
from sec_registry.deliveries.permissions import may_see_deliveries
from sec_registry.registers.busy import shown_or_busy

FOR_WHOM = "Deliveries are for DCC's people and the Panel's."


class DeliveryPage(View):
    """A page for DCC and the Panel, kept out of every cache."""

    http_method_names = ["get", "head", "post"]

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Signed in first, then the right to be here, then the page."""
        if not isinstance(request.user, User):
            return redirect_to_login(request.get_full_path())
        if not may_see_deliveries(request.user):
            raise PermissionDenied(FOR_WHOM)
        show = partial(super().dispatch, request, *args, **kwargs)
        answer = shown_or_busy(request, show)
        add_never_cache_headers(answer)
        return answer
