"""Filters of the list of submissions: whose, how old, what kind of change, what is in the way.

They narrow what the person may see already; findings beyond the person's right are not asked.
"""

from datetime import timedelta
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet
from django.http import HttpRequest
from django.utils import timezone

from accounts.models import Organisation
from sec_registry.registers.admin import EnumeratedFilter
from sec_registry.registers.findings import Level
from sec_registry.registers.vocabulary import Action
from sec_registry.submissions.left_behind import left_behind
from sec_registry.submissions.lifecycle import DECIDED
from sec_registry.submissions.models import Contributor, Item
from sec_registry.submissions.overview import has_findings
from sec_registry.submissions.permissions import submissions_visible_to
from sec_registry.submissions.questions import questions_waiting_for


class OwnFilter(EnumeratedFilter):
    """One's own submissions, or other people's."""

    title = "hand in it"
    parameter_name = "own"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Any:
        self.person = request.user
        return [("yes", "Mine"), ("no", "Other people's")]

    def narrow(self, queryset: QuerySet[Any], value: str) -> QuerySet[Any]:
        own = Contributor.objects.filter(person_id=self.person.pk).values("submission")
        return queryset.filter(pk__in=own) if value == "yes" else queryset.exclude(pk__in=own)


class AgeFilter(EnumeratedFilter):
    """What is undecided and has been waiting for so long."""

    title = "undecided for"
    parameter_name = "age"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Any:
        return [("1", "A day or more"), ("7", "A week or more"), ("30", "30 days or more")]

    def narrow(self, queryset: QuerySet[Any], value: str) -> QuerySet[Any]:
        since = timezone.now() - timedelta(days=int(value))
        return queryset.exclude(state__in=DECIDED).filter(created_at__lte=since)


class ProblemsFilter(EnumeratedFilter):
    """By the gravest findings that the person may know of."""

    title = "findings"
    parameter_name = "findings"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Any:
        self.person = request.user
        return [
            (Level.PROBLEM.value, "With problems"),
            (Level.ADVISORY.value, "With advisories"),
            ("none", "With neither"),
        ]

    def narrow(self, queryset: QuerySet[Any], value: str) -> QuerySet[Any]:
        if value == "none":
            grave = has_findings(Level.PROBLEM, Level.ADVISORY, by=self.person)
            return queryset.filter(~grave)
        return queryset.filter(has_findings(value, by=self.person))


class KindFilter(EnumeratedFilter):
    """By what some item of it does."""

    title = "kind of change"
    parameter_name = "kind"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Any:
        return [(kind.value, kind.value.capitalize()) for kind in Action]

    def narrow(self, queryset: QuerySet[Any], value: str) -> QuerySet[Any]:
        items = Item.objects.filter(submission=OuterRef("pk"), action=value)
        return queryset.filter(Exists(items))


class OnBehalfFilter(EnumeratedFilter):
    """What the Panel's staff keyed in on behalf of somebody, or what was made by its own makers."""

    title = "on behalf of"
    parameter_name = "behalf"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Any:
        return [("yes", "Keyed in for another"), ("no", "Made by its own")]

    def narrow(self, queryset: QuerySet[Any], value: str) -> QuerySet[Any]:
        own = queryset.filter(on_behalf_person="")
        return own if value == "no" else queryset.exclude(on_behalf_person="")


class MakersFilter(EnumeratedFilter):
    """Those whose makers are all gone, which wait for nobody but the Panel."""

    title = "makers"
    parameter_name = "makers"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Any:
        return [("gone", "None goes on with it")]

    def narrow(self, queryset: QuerySet[Any], value: str) -> QuerySet[Any]:
        return queryset.filter(pk__in=left_behind().order_by().values("pk"))


class QuestionFilter(EnumeratedFilter):
    """Those about which a question of the committee waits, as far as the person learns of it."""

    title = "question"
    parameter_name = "question"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Any:
        self.person: Any = request.user
        return [("waiting", "Waits for an answer")]

    def narrow(self, queryset: QuerySet[Any], value: str) -> QuerySet[Any]:
        waiting = questions_waiting_for(self.person).order_by().values("submission")
        return queryset.filter(pk__in=waiting)


class OrganisationFilter(EnumeratedFilter):
    """By the organisation that it comes from, of those the person may see submissions of."""

    title = "organisation"
    parameter_name = "organisation"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Any:
        seen = submissions_visible_to(request.user).order_by().values("organisation")
        known = Organisation.objects.filter(pk__in=seen).order_by("name")
        return [("none", "None (the Panel)"), *((str(each.pk), each.name) for each in known)]

    def narrow(self, queryset: QuerySet[Any], value: str) -> QuerySet[Any]:
        if value == "none":
            return queryset.filter(organisation__isnull=True)
        return queryset.filter(organisation=int(value))
