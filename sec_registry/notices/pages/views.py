"""List, make, change, test and end one's own subscriptions, and see what became of their notices.

A secret's clear text is on the answer to the form that asked for it and nowhere else, so that
answer is never redirected to or kept. Sending the form again makes no second subscription, since
the name is taken by then.
"""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.views import View
from django.views.decorators.cache import never_cache

from accounts.asking import person_of
from sec_registry.notices.confirmations import confirmation_ask, subscription_confirm
from sec_registry.notices.models import Subscription
from sec_registry.notices.outbox import notice_resend
from sec_registry.notices.pages.forms import ChangeForm, CodeForm, NewSubscriptionForm
from sec_registry.notices.services import (
    secret_rotate,
    subscription_end,
    subscriptions_of,
    trial_queue,
)

#: So many notices are on a subscription's page; the API leads further back.
NOTICES_SHOWN = 50


@method_decorator(never_cache, name="dispatch")
class SubscriptionsPage(LoginRequiredMixin, View):
    """One's subscriptions, and the form to make one."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """The list and an empty form."""
        return self._page(request, NewSubscriptionForm(person=person_of(request)))

    def post(self, request: HttpRequest) -> HttpResponse:
        """Subscribe; a webhook's secret is shown, this once."""
        form = NewSubscriptionForm(request.POST, person=person_of(request))
        if not form.is_valid():
            return self._page(request, form)
        try:
            made, secret = form.make()
        except ValidationError as error:
            form.refused(error)
            return self._page(request, form)
        if not secret:
            messages.success(request, f"You are subscribed: {made.name}.")
            return redirect("subscriptions")
        empty = NewSubscriptionForm(person=person_of(request))
        return self._page(request, empty, {"made": made, "secret": secret})

    def _page(
        self, request: HttpRequest, form: NewSubscriptionForm, more: dict[str, Any] | None = None
    ) -> HttpResponse:
        found = subscriptions_of(person_of(request)).prefetch_related("watches")
        context = {"form": form, "subscriptions": found, **(more or {})}
        return render(request, "subscriptions/list.html", context)


@method_decorator(never_cache, name="dispatch")
class SubscriptionPage(LoginRequiredMixin, View):
    """One subscription: its form, its notices, and what can be done with it."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Show it."""
        return self._page(request, _own(request, pk))

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Change it, or do what the pressed button says."""
        own = _own(request, pk)
        deeds: dict[str, Callable[[HttpRequest, Subscription], HttpResponse]] = {
            "change": self._change,
            "test": self._test,
            "secret": self._secret,
            "resend": self._resend,
            "confirm": self._confirm,
            "again": self._again,
            "end": self._end,
        }
        deed = deeds.get(request.POST.get("do", ""))
        if deed is None:
            raise Http404
        try:
            return deed(request, own)
        except ValidationError as error:
            for sentence in error.messages:
                messages.error(request, sentence)
            return redirect("subscription_page", own.pk)

    def _change(self, request: HttpRequest, own: Subscription) -> HttpResponse:
        form = ChangeForm(request.POST, person=person_of(request), subscription=own)
        if form.is_valid():
            try:
                form.change()
            except ValidationError as error:
                form.refused(error)
            else:
                messages.success(request, "The subscription is changed.")
                return redirect("subscription_page", own.pk)
        return self._page(request, own, {"form": form})

    def _test(self, request: HttpRequest, own: Subscription) -> HttpResponse:
        trial_queue(subscription=own, by=person_of(request))
        messages.success(request, "A test notice is queued; it is sent within a minute or two.")
        return redirect("subscription_page", own.pk)

    def _secret(self, request: HttpRequest, own: Subscription) -> HttpResponse:
        secret = secret_rotate(subscription=own, by=person_of(request))
        return self._page(request, own, {"secret": secret})

    def _confirm(self, request: HttpRequest, own: Subscription) -> HttpResponse:
        code = request.POST.get("code", "")
        subscription_confirm(subscription=own, by=person_of(request), code=code)
        messages.success(request, "The address is confirmed: what waited is sent now.")
        return redirect("subscription_page", own.pk)

    def _again(self, request: HttpRequest, own: Subscription) -> HttpResponse:
        confirmation_ask(subscription=own, by=person_of(request))
        messages.success(request, "Another code is queued; it is posted within a minute or two.")
        return redirect("subscription_page", own.pk)

    def _resend(self, request: HttpRequest, own: Subscription) -> HttpResponse:
        key = request.POST.get("notice", "")
        given_up = own.notices.filter(pk=int(key) if key.isdecimal() and len(key) < 19 else 0)
        notice = get_object_or_404(given_up)
        if notice_resend(notice=notice, by=person_of(request), now=timezone.now()):
            messages.success(request, "The notice is queued again.")
        else:
            messages.error(request, "Only a notice that was given up is sent again.")
        return redirect("subscription_page", own.pk)

    def _end(self, request: HttpRequest, own: Subscription) -> HttpResponse:
        subscription_end(subscription=own, by=person_of(request))
        messages.success(request, f"The subscription {own.name} is ended.")
        return redirect("subscriptions")

    def _page(
        self, request: HttpRequest, own: Subscription, more: dict[str, Any] | None = None
    ) -> HttpResponse:
        form = ChangeForm(person=person_of(request), subscription=own) if own.is_open else None
        notices = list(own.notices.order_by("-pk")[:NOTICES_SHOWN])
        context = {
            "subscription": own,
            "form": form,
            "code_form": CodeForm(label_suffix=""),
            "notices": notices,
            **(more or {}),
        }
        return render(request, "subscriptions/one.html", context)


def _own(request: HttpRequest, pk: int) -> Subscription:
    return get_object_or_404(subscriptions_of(person_of(request)), pk=pk)
