"""The addresses under ``subscriptions/``. Signed in first (401), then look-up (404)."""

from django.utils import timezone
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.reverse import reverse

from accounts.asking import person_of
from sec_registry.notices.api.bodies import (
    ChangedSubscriptionSerializer,
    MadeSubscriptionSerializer,
    NewSubscriptionSerializer,
    NoticeSerializer,
    NoticesSerializer,
    SecretSerializer,
    SubscriptionSerializer,
    SubscriptionsSerializer,
    notice_told,
    subscription_told,
)
from sec_registry.notices.api.door import TAGS, OwnGate, own_of
from sec_registry.notices.outbox import notice_resend
from sec_registry.notices.services import (
    secret_rotate,
    subscription_change,
    subscription_create,
    subscription_end,
    subscriptions_of,
    trial_queue,
)
from sec_registry.registers.caching import kept_private, private_answer
from sec_registry.registers.door import found_among
from sec_registry.registers.listed import Tabled, listed_answer
from sec_registry.registers.newest import NEWEST, newest_asked, newest_page
from sec_registry.registers.problems import Problem
from sec_registry.registers.queries import only_format
from sec_registry.registers.schema import AS_TABLES, NUMBER, with_problems

KEY = OpenApiParameter("key", OpenApiTypes.INT, OpenApiParameter.PATH)


class Subscriptions(Tabled, OwnGate):
    """One's own subscriptions to notices."""

    @extend_schema(
        tags=TAGS,
        operation_id="subscriptions_list",
        responses=with_problems(
            {(200, "application/json"): SubscriptionsSerializer, **AS_TABLES}, 400, 401, 403, 503
        ),
    )
    def get(self, request: Request) -> Response:
        """All of them, and those that ended by themselves until one puts them away."""
        only_format(request.query_params)
        found = subscriptions_of(person_of(request)).prefetch_related("watches")
        told = [subscription_told(each) for each in found]
        members = {"next": None, "results": told}
        return kept_private(
            listed_answer(request, "subscriptions", members, SubscriptionSerializer)
        )

    @extend_schema(
        tags=TAGS,
        operation_id="subscriptions_create",
        request=NewSubscriptionSerializer,
        responses=with_problems({201: MadeSubscriptionSerializer}, 400, 401, 403, 503),
    )
    def post(self, request: Request) -> Response:
        """Subscribe. The answer holds a webhook's secret, which is not shown again."""
        asked = NewSubscriptionSerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        made, secret = subscription_create(by=person_of(request), **asked.validated_data)
        answer = private_answer({**subscription_told(made), "secret": secret or None}, status=201)
        answer["Location"] = reverse("subscription", [made.pk], request=request)
        return answer


class OneSubscription(OwnGate):
    """One of one's own subscriptions."""

    @extend_schema(
        tags=TAGS,
        operation_id="subscriptions_retrieve",
        parameters=[NUMBER],
        responses=with_problems({200: SubscriptionSerializer}, 400, 401, 403, 404, 503),
    )
    def get(self, request: Request, number: str) -> Response:
        """What it watches and where it goes."""
        only_format(request.query_params)
        return private_answer(subscription_told(own_of(request, number)))

    @extend_schema(
        tags=TAGS,
        operation_id="subscriptions_change",
        parameters=[NUMBER],
        request=ChangedSubscriptionSerializer,
        responses=with_problems({200: SubscriptionSerializer}, 400, 401, 403, 404, 503),
    )
    def patch(self, request: Request, number: str) -> Response:
        """Change what is given; the channel stays what it is."""
        own = own_of(request, number)
        asked = ChangedSubscriptionSerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        subscription_change(subscription=own, by=person_of(request), **asked.validated_data)
        return private_answer(subscription_told(own_of(request, number)))

    @extend_schema(
        tags=TAGS,
        operation_id="subscriptions_end",
        parameters=[NUMBER],
        responses=with_problems({204: None}, 401, 403, 404, 503),
    )
    def delete(self, request: Request, number: str) -> Response:
        """End it: nothing more is sent, what waits is given up."""
        subscription_end(subscription=own_of(request, number), by=person_of(request))
        return private_answer(None, status=204)


class Secret(OwnGate):
    """The secret of a webhook."""

    @extend_schema(
        tags=TAGS,
        operation_id="subscriptions_rotate_secret",
        parameters=[NUMBER],
        request=None,
        responses=with_problems({200: SecretSerializer}, 400, 401, 403, 404, 503),
    )
    def post(self, request: Request, number: str) -> Response:
        """Replace it by a new one; for a day notices carry a signature of each."""
        own = own_of(request, number)
        return private_answer({"secret": secret_rotate(subscription=own, by=person_of(request))})


class Trial(OwnGate):
    """A test of a subscription."""

    @extend_schema(
        tags=TAGS,
        operation_id="subscriptions_test",
        parameters=[NUMBER],
        request=None,
        responses=with_problems({202: NoticeSerializer}, 400, 401, 403, 404, 503),
    )
    def post(self, request: Request, number: str) -> Response:
        """Queue a test notice; at most one a minute."""
        notice = trial_queue(subscription=own_of(request, number), by=person_of(request))
        return private_answer(notice_told(notice), status=202)


class Notices(Tabled, OwnGate):
    """The notices of a subscription."""

    @extend_schema(
        tags=TAGS,
        operation_id="subscriptions_notices",
        parameters=[NUMBER, *NEWEST],
        responses=with_problems(
            {(200, "application/json"): NoticesSerializer, **AS_TABLES}, 400, 401, 403, 404, 503
        ),
    )
    def get(self, request: Request, number: str) -> Response:
        """A page of them, the newest first, with what became of each."""
        notices = own_of(request, number).notices.all()
        asked = newest_asked(request.query_params)
        shown, beside = newest_page(request, notices, asked)
        told = [notice_told(each) for each in shown]
        body = {**beside, "results": told}
        return kept_private(listed_answer(request, "notices", body, of=NoticeSerializer))


class Resend(OwnGate):
    """A notice that was given up."""

    @extend_schema(
        tags=TAGS,
        operation_id="subscriptions_resend",
        parameters=[NUMBER, KEY],
        request=None,
        responses=with_problems({202: NoticeSerializer}, 401, 403, 404, 409, 503),
    )
    def post(self, request: Request, number: str, key: str) -> Response:
        """Queue it again, under the same id; its attempts go on counting."""
        notice = found_among(own_of(request, number).notices.all(), key)
        if not notice_resend(notice=notice, by=person_of(request), now=timezone.now()):
            raise Problem("Only a notice that was given up is sent again.", status=409)
        notice.refresh_from_db()
        return private_answer(notice_told(notice), status=202)
