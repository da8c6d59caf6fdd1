"""The API's routes of the Firmware Information Repository, and of what is worked out from it."""

from django.urls import URLPattern, URLResolver, path
from rest_framework.routers import SimpleRouter

from firmware.api import (
    FirmwareChanges,
    FirmwareComparison,
    FirmwarePublications,
    FirmwareRecords,
)
from firmware.cpa_forecast_api import CpaForecast
from firmware.fleet.routes import urlpatterns as fleet_routes
from firmware.gaps.api import PathwayGaps
from firmware.pathways.api import DeviceModelPathways

router = SimpleRouter()
router.register("firmware/records", FirmwareRecords, basename="firmware-records")

urlpatterns: list[URLPattern | URLResolver] = [
    *router.urls,
    path(
        "firmware/publications/compare/",
        FirmwareComparison.as_view({"get": "list"}),
        name="firmware-records-comparison",
    ),
    path(
        "firmware/publications/",
        FirmwarePublications.as_view({"get": "list"}),
        name="firmware-publications",
    ),
    path(
        "firmware/publications/<str:number>/",
        FirmwarePublications.as_view({"get": "retrieve"}),
        name="firmware-publication",
    ),
    path(
        "firmware/publications/<str:number>/changes/",
        FirmwareChanges.as_view({"get": "list"}),
        name="firmware-changes",
    ),
    path(
        "firmware/pathways/<str:number>/",
        DeviceModelPathways.as_view({"get": "retrieve"}),
        name="pathways",
    ),
    *fleet_routes,
    path("firmware/gaps/", PathwayGaps.as_view(), name="pathway-gaps"),
    path("cpl/cpa-forecast/", CpaForecast.as_view(), name="cpa-forecast"),
]
