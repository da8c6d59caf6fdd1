"""Who comes in to the pages of deliveries, and what every answer there has."""

import logging
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.db import OperationalError
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.template.response import TemplateResponse
from django.utils.cache import add_never_cache_headers
from django.views import View

from accounts.models import User
from sec_registry.deliveries.permissions import may_see_deliveries

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
        try:
            answer = super().dispatch(request, *args, **kwargs)
            if isinstance(answer, TemplateResponse):
                # Here, where a database that does not answer still becomes a page.
                answer.render()
        except OperationalError:
            logging.getLogger(__name__).exception("The database did not answer in time.")
            answer = render(request, "submissions/busy.html", status=503)
            answer["Retry-After"] = "5"
        add_never_cache_headers(answer)
        return answer
