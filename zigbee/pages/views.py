"""Ask for access to Zigbee records, follow one's requests and grants, withdraw and renew (Z1)."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.decorators import method_decorator
from django.views import View
from django.views.decorators.cache import never_cache

from accounts.asking import person_of
from zigbee.access_policy import policies_told
from zigbee.access_seen import (
    decision_told,
    grants_of,
    grants_renewable,
    requests_of,
    state_told,
)
from zigbee.choices import GrantState, RequestState
from zigbee.models import AccessRequest
from zigbee.pages.forms import AccessForm, AskForm, RenewalForm
from zigbee.request_standing import TooLate
from zigbee.requests import request_withdraw

#: So many requests and grants are on the page; the API leads further back.
SHOWN = 50


@method_decorator(never_cache, name="dispatch")
class AccessPage(LoginRequiredMixin, View):
    """One's requests and grants, and the form to ask."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """The lists and an empty form."""
        return self._page(request, AskForm(person=person_of(request)))

    def post(self, request: HttpRequest) -> HttpResponse:
        """Ask."""
        form = AskForm(request.POST, person=person_of(request))
        if form.is_valid() and (made := _asked(form, form.ask)) is not None:
            messages.success(request, f"Request {made.pk} waits for the Security Sub Committee.")
            return redirect("zigbee-request", made.pk)
        return self._page(request, form)

    def _page(self, request: HttpRequest, form: AskForm) -> HttpResponse:
        person = person_of(request)
        renewable = set(grants_renewable(person).values_list("pk", flat=True))
        grants = [
            (grant, grant.state == GrantState.IN_FORCE and grant.pk in renewable)
            for grant in grants_of(person).order_by("-pk")[:SHOWN]
        ]
        asked = requests_of(person).order_by("-pk")[:SHOWN]
        context = {
            "form": form,
            "requests": [(each, state_told(each, person)) for each in asked],
            "grants": grants,
            "policies": policies_told(),
        }
        return render(request, "zigbee/access.html", context)


@method_decorator(never_cache, name="dispatch")
class RequestPage(LoginRequiredMixin, View):
    """One of one's own requests, with the decision once there is one."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Show it."""
        person = person_of(request)
        own = get_object_or_404(requests_of(person), pk=pk)
        state = state_told(own, person)
        told = decision_told(own, person)
        grant = own.grants.filter(revoked_at__isnull=True).first() if told else None
        context = {
            "asked": own,
            "state": state,
            "waits": state == RequestState.WAITING,
            "decided": told,
            "grant": grant,
        }
        return render(request, "zigbee/request.html", context)

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Withdraw it."""
        own = get_object_or_404(requests_of(person_of(request)), pk=pk)
        try:
            request_withdraw(by=person_of(request), request=own)
        except TooLate as late:
            messages.error(request, str(late))
        else:
            messages.success(request, f"Request {own.pk} is withdrawn.")
        return redirect("zigbee-request", own.pk)


@method_decorator(never_cache, name="dispatch")
class RenewalPage(LoginRequiredMixin, View):
    """A grant that is to go on."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        """The grant and an empty form."""
        return self._page(request, pk, RenewalForm(person=person_of(request)))

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Ask for it."""
        grant = get_object_or_404(grants_renewable(person_of(request)), pk=pk)
        form = RenewalForm(request.POST, person=person_of(request))
        if form.is_valid() and (made := _asked(form, lambda: form.ask(grant))) is not None:
            messages.success(request, f"Request {made.pk} waits for the Security Sub Committee.")
            return redirect("zigbee-request", made.pk)
        return self._page(request, pk, form)

    def _page(self, request: HttpRequest, pk: int, form: RenewalForm) -> HttpResponse:
        grant = get_object_or_404(grants_renewable(person_of(request)), pk=pk)
        context = {"grant": grant, "form": form, "policies": policies_told()}
        return render(request, "zigbee/renewal.html", context)


def _asked(form: AccessForm, ask: Any) -> AccessRequest | None:
    try:
        made: AccessRequest = ask()
    except ValidationError as error:
        form.refused(error)
        return None
    return made
