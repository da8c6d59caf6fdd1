"""The routes of deliveries below ``/api/v1/``."""

from django.urls import URLPattern, path

from sec_registry.deliveries.api.extract import DeliveryExtract
from sec_registry.deliveries.api.lists import Deliveries
from sec_registry.deliveries.api.loading import LoadingList, LoadingOfOne
from sec_registry.deliveries.api.one import OneDelivery
from sec_registry.deliveries.api.records import DeliveriesOfRecord, NotLoaded

urlpatterns: list[URLPattern] = [
    path("cpl/loading/", LoadingList.as_view(), name="loading"),
    path("cpl/loading/<str:number>/", LoadingOfOne.as_view(), name="loading-of-one"),
    path("deliveries/", Deliveries.as_view(), name="deliveries"),
    # Before the publications, whose numbers are read as text.
    path("deliveries/not-loaded/", NotLoaded.as_view(), name="deliveries-not-loaded"),
    path(
        "deliveries/records/<str:number>/",
        DeliveriesOfRecord.as_view(),
        name="deliveries-of-record",
    ),
    path("deliveries/<str:number>/", OneDelivery.as_view(), name="delivery"),
    path("deliveries/<str:number>/extract/", DeliveryExtract.as_view(), name="delivery-extract"),
]
