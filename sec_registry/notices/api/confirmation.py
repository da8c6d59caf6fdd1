"""The address of a webhook: confirmed with the code that was posted there."""

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.asking import person_of
from sec_registry.notices.api.bodies import (
    CodeSerializer,
    NoticeSerializer,
    SubscriptionSerializer,
    notice_told,
    subscription_told,
)
from sec_registry.notices.api.door import TAGS, OwnGate, own_of
from sec_registry.notices.confirmations import confirmation_ask, subscription_confirm
from sec_registry.registers.caching import private_answer
from sec_registry.registers.schema import NUMBER, with_problems


class Confirmation(OwnGate):
    """The confirmation of a webhook's address."""

    @extend_schema(
        tags=TAGS,
        operation_id="subscriptions_confirm",
        parameters=[NUMBER],
        request=CodeSerializer,
        responses=with_problems({200: SubscriptionSerializer}, 400, 401, 403, 404, 503),
    )
    def post(self, request: Request, number: str) -> Response:
        """Confirm it with the code that was posted there; what waited is sent from now on."""
        own = own_of(request, number)
        sent = CodeSerializer(data=request.data)
        sent.is_valid(raise_exception=True)
        code = sent.validated_data["code"]
        confirmed = subscription_confirm(subscription=own, by=person_of(request), code=code)
        return private_answer(subscription_told(confirmed))


class ConfirmationAgain(OwnGate):
    """Another code for a webhook's address."""

    @extend_schema(
        tags=TAGS,
        operation_id="subscriptions_send_code",
        parameters=[NUMBER],
        request=None,
        responses=with_problems({202: NoticeSerializer}, 400, 401, 403, 404, 503),
    )
    def post(self, request: Request, number: str) -> Response:
        """Post the code there once more; at most once a minute."""
        own = own_of(request, number)
        notice = confirmation_ask(subscription=own, by=person_of(request))
        return private_answer(notice_told(notice), status=202)
