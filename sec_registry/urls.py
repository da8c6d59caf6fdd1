"""Every address of the registry: the composition root of its routes."""

from django.contrib import admin
from django.urls import URLPattern, URLResolver, include, path
from django.views.generic import RedirectView

from sec_registry.pages import FrontPage

urlpatterns: list[URLPattern | URLResolver] = [
    path("", FrontPage.as_view(), name="front"),
    # The admin's own form would write a person's row without saying who acts.
    path("admin/password_change/", RedirectView.as_view(pattern_name="password_change")),
    path("admin/", admin.site.urls),
    path("accounts/", include("accounts.urls")),
    path("api/", include("sec_registry.api")),
]

handler400 = "sec_registry.api.bad_request"
handler500 = "sec_registry.api.server_error"
