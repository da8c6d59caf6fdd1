"""The link of each e-mail that stops its subscription, without signing in.

The link's signature is the right to stop that one subscription and nothing more. Mail programs
post to it by themselves (RFC 8058), so that no token of a form is asked for; a mere look, such as
a scanner's, stops nothing.
"""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.decorators import method_decorator
from django.views import View
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt

from sec_registry.notices.letters import subscription_of_stop
from sec_registry.notices.models import Subscription
from sec_registry.notices.services import subscription_end


# SECURITY: the address alone is the right; a form on another site that knows it may as well.
@method_decorator([never_cache, csrf_exempt], name="dispatch")
class StopPage(View):
    """Asks, then ends the subscription."""

    def get(self, request: HttpRequest, token: str) -> HttpResponse:
        """Ask."""
        return self._page(request, _subscription(token))

    def post(self, request: HttpRequest, token: str) -> HttpResponse:
        """End it; a second time changes nothing."""
        subscription = _subscription(token)
        if subscription.is_open:
            subscription_end(subscription=subscription, by=subscription.owner)
            subscription.refresh_from_db()
        return self._page(request, subscription)

    def _page(self, request: HttpRequest, subscription: Subscription) -> HttpResponse:
        context: dict[str, Any] = {"subscription": subscription}
        return render(request, "subscriptions/stop.html", context)


def _subscription(token: str) -> Subscription:
    key = subscription_of_stop(token)
    found = Subscription.objects.select_related("owner").filter(pk=key or 0).first()
    if found is None:
        raise Http404
    return found
