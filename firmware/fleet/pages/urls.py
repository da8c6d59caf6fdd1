"""The addresses below ``/fleet-plan/``."""

from django.urls import path, re_path

from firmware.fleet.pages.views import DeletePage, FilePage, FleetsPage, OnePage

app_name = "fleet"
_ONE = r"^(?P<key>[A-Za-z0-9]{32})/"

urlpatterns = [
    path("", FleetsPage.as_view(), name="list"),
    re_path(rf"{_ONE}$", OnePage.as_view(), name="one"),
    re_path(rf"{_ONE}delete/$", DeletePage.as_view(), name="delete"),
    re_path(rf"{_ONE}(?P<name>[a-z]{{4,6}}\.[a-z]{{3,4}})$", FilePage.as_view(), name="file"),
]
