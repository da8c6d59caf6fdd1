"""The addresses of the pages about deliveries, below ``/deliveries/``."""

from django.urls import path, re_path

from sec_registry.deliveries.pages.listed import DeliveriesPage
from sec_registry.deliveries.pages.one import OneDeliveryPage

app_name = "deliveries"

urlpatterns = [
    path("", DeliveriesPage.as_view(), name="list"),
    # Digits that fit a key: a longer number is no publication's.
    re_path(r"^(?P<number>[0-9]{1,9})/$", OneDeliveryPage.as_view(), name="one"),
]
