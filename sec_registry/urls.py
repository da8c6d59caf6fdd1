"""Every address of the registry: the composition root of its routes."""

from django.contrib import admin
from django.urls import URLPattern, URLResolver, include, path, re_path
from django.views.generic import RedirectView

from accounts.token_pages import OwnTokensPage, RevokeTokenPage
from cpl.look_up.page import LookUpPage
from firmware.cpa_forecast_page import CpaForecastPage
from firmware.gaps.page import GapsPage
from firmware.pathways.page import PathwaysIndex, PathwaysPage, PathwaysPicture
from sec_registry.clauses.views import ClausePage
from sec_registry.notices.pages.views import SubscriptionPage, SubscriptionsPage
from sec_registry.notices.stop_page import StopPage
from sec_registry.pages import FrontPage
from sec_registry.publications.pages.record import device_model_page

urlpatterns: list[URLPattern | URLResolver] = [
    path("", FrontPage.as_view(), name="front"),
    # Before the other pages: what programs ask for, and oftenest.
    path("api/", include("sec_registry.api")),
    path("look-up/", LookUpPage.as_view(), name="look-up"),
    # The admin's own form would write a person's row without saying who acts.
    path("admin/password_change/", RedirectView.as_view(pattern_name="password_change")),
    path("admin/", admin.site.urls),
    path("accounts/", include("accounts.urls")),
    path("tokens/", OwnTokensPage.as_view(), name="tokens"),
    # Digits that fit a key: a longer number is no token's.
    re_path(
        r"^tokens/(?P<pk>[0-9]{1,18})/revoke/$", RevokeTokenPage.as_view(), name="token_revoke"
    ),
    path("subscriptions/", SubscriptionsPage.as_view(), name="subscriptions"),
    re_path(
        r"^subscriptions/(?P<pk>[0-9]{1,18})/$",
        SubscriptionPage.as_view(),
        name="subscription_page",
    ),
    path("subscriptions/stop/<str:token>/", StopPage.as_view(), name="subscription_stop"),
    path("submissions/", include("sec_registry.submissions.pages.urls")),
    path("publications/", include("sec_registry.publications.pages.urls")),
    path("cpl/<str:number>/", device_model_page, name="device-model"),
    path("cpa-forecast/", CpaForecastPage.as_view(), name="cpa-forecast-page"),
    path("pathway-gaps/", GapsPage.as_view(), name="pathway-gaps-page"),
    path("fleet-plan/", include("firmware.fleet.pages.urls")),
    path("pathways/", PathwaysIndex.as_view(), name="pathways-index"),
    path("pathways/<str:number>/", PathwaysPage.as_view(), name="pathways-page"),
    path("pathways/<str:number>/picture.svg", PathwaysPicture.as_view(), name="pathways-picture"),
    path("deliveries/", include("sec_registry.deliveries.pages.urls")),
    path("zigbee/", include("zigbee.pages.urls")),
    path("clauses/", ClausePage.as_view(), name="clauses"),
]

handler400 = "sec_registry.errors.bad_request"
handler403 = "sec_registry.errors.not_for_you"
handler404 = "sec_registry.errors.not_found"
handler500 = "sec_registry.errors.server_error"
