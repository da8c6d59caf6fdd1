"""The addresses of subscriptions under ``/api/v1/``; the composition root takes them in."""

from django.urls import URLPattern, path

from sec_registry.notices.api.confirmation import Confirmation, ConfirmationAgain
from sec_registry.notices.api.views import (
    Notices,
    OneSubscription,
    Resend,
    Secret,
    Subscriptions,
    Trial,
)

ROOT = "subscriptions/"

urlpatterns: list[URLPattern] = [
    path(ROOT, Subscriptions.as_view(), name="api-subscriptions"),
    path(f"{ROOT}<str:number>/", OneSubscription.as_view(), name="subscription"),
    path(f"{ROOT}<str:number>/secret/", Secret.as_view(), name="subscription-secret"),
    path(
        f"{ROOT}<str:number>/confirmation/",
        Confirmation.as_view(),
        name="subscription-confirmation",
    ),
    path(
        f"{ROOT}<str:number>/confirmation/send/",
        ConfirmationAgain.as_view(),
        name="subscription-confirmation-send",
    ),
    path(f"{ROOT}<str:number>/test/", Trial.as_view(), name="subscription-test"),
    path(f"{ROOT}<str:number>/notices/", Notices.as_view(), name="subscription-notices"),
    path(
        f"{ROOT}<str:number>/notices/<str:key>/resend/",
        Resend.as_view(),
        name="subscription-resend",
    ),
]
