"""The page ``/zigbee/``: the Security Sub Committee's work, and everybody else's own access.

SECURITY: only a member of the committee gets anything of a record here, and only once it is
recorded; whoever else is signed in gets their own requests and grants, whatever they ask for.
"""

from typing import Any
from urllib.parse import urlencode

from django.contrib.auth.mixins import LoginRequiredMixin
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.cache import add_never_cache_headers
from django.views import View

from accounts.asking import person_of
from accounts.models import User
from accounts.people import is_ssc
from sec_registry.registers.admin.door import channel_of
from sec_registry.registers.busy import shown_or_busy
from sec_registry.registers.caching import mark_restricted
from sec_registry.registers.disclosure import disclose
from sec_registry.registers.disclosures_asked import AskedForm
from sec_registry.registers.paging import page_asked
from zigbee.access_seen import grants_of, requests_of
from zigbee.admin.radio_filters import token_of
from zigbee.choices import ReviewState
from zigbee.committee import FIELDS, CommitteeWork, committee_work
from zigbee.grants import grants_standing
from zigbee.models.requests import OPEN
from zigbee.pages.security import SecurityForm, security_told
from zigbee.register import DZIR
from zigbee.review_queue import StackWaiting

#: So many chipsets and stacks are on the page; the desk's list has filters for all.
MOST_STACKS = 100


class CommitteePage(LoginRequiredMixin, View):
    """What waits for members of the committee; for others what they have today."""

    http_method_names = ["get", "head"]

    def get(self, request: HttpRequest) -> HttpResponseBase:
        """The page of the person's own kind."""
        person = person_of(request)
        if not is_ssc(person):
            today = render(request, "zigbee/today.html", own_today(person))
            add_never_cache_headers(today)
            return today
        answer = shown_or_busy(request, lambda: self._of_member(request, person))
        return mark_restricted(answer, DZIR.marking)

    def _of_member(self, request: HttpRequest, person: User) -> HttpResponse:
        channel = channel_of(request)
        work = committee_work()
        disclose(
            register=DZIR,
            by=person,
            numbers=work.numbers,
            right=DZIR.reach(person).right,
            channel=channel,
            fields=FIELDS,
        )
        typed = request.GET if request.GET.keys() & SecurityForm.base_fields.keys() else None
        form = SecurityForm(typed)
        # Recorded as disclosed on its own, before it is returned.
        found = None
        if form.is_valid():
            place = page_asked(request.GET)
            found = security_told(form, place, by=person, channel=channel)
        context = {
            "work": work,
            "stacks": stacks_linked(work),
            "more_stacks": len(work.stacks) > MOST_STACKS,
            "form": form,
            "asking": AskedForm(label_suffix=""),
            "found": found,
            "marking": found["marking"] if found else DZIR.marking,
        }
        return render(request, "zigbee/committee.html", context)


def own_today(person: User) -> dict[str, Any]:
    """How many requests of the person wait, and their grants in force now."""
    standing = grants_standing().order_by().values("pk")
    return {
        "grants": grants_of(person).filter(pk__in=standing).order_by("until", "pk"),
        "waiting": requests_of(person).filter(OPEN).count(),
    }


def stacks_linked(work: CommitteeWork) -> list[tuple[StackWaiting, str]]:
    """The counts with the address of the desk's list that is filtered alike.

    SECURITY: the address has a token instead of the values, which logs and histories would keep.
    """
    listed = reverse("admin:zigbee_zigbeerecord_changelist")
    return [(each, f"{listed}?{urlencode(_filters(each))}") for each in work.stacks[:MOST_STACKS]]


def _filters(stack: StackWaiting) -> dict[str, str]:
    token = token_of(stack.chipset_vendor, stack.stack_version)
    return {"review": ReviewState.UNREVIEWED.value, "stack": token}
