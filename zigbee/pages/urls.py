"""The pages of access under ``/zigbee/``; the composition root takes them in."""

from django.urls import URLPattern, path, re_path

from zigbee.pages.committee import CommitteePage
from zigbee.pages.views import AccessPage, RenewalPage, RequestPage

# Digits that fit a key: a longer number is nobody's.
_KEY = r"(?P<pk>[0-9]{1,18})"

urlpatterns: list[URLPattern] = [
    path("", CommitteePage.as_view(), name="zigbee"),
    re_path(r"^access/$", AccessPage.as_view(), name="zigbee-access"),
    re_path(rf"^access/{_KEY}/$", RequestPage.as_view(), name="zigbee-request"),
    re_path(rf"^grants/{_KEY}/renew/$", RenewalPage.as_view(), name="zigbee-renewal"),
]
