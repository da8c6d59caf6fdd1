"""The API's routes of the Central Products List."""

from django.urls import URLPattern, URLResolver, path
from rest_framework.routers import SimpleRouter

from cpl.api import DeviceModelChanges, DeviceModelComparison, DeviceModels
from cpl.lookup_api import Lookups

router = SimpleRouter()
router.register("cpl/device-models", DeviceModels, basename="device-models")

urlpatterns: list[URLPattern | URLResolver] = [
    *router.urls,
    path("cpl/lookups/", Lookups.as_view(), name="lookups"),
    path(
        "publications/compare/",
        DeviceModelComparison.as_view({"get": "list"}),
        name="device-models-comparison",
    ),
    path(
        "publications/<str:number>/changes/",
        DeviceModelChanges.as_view({"get": "list"}),
        name="device-model-changes",
    ),
]
