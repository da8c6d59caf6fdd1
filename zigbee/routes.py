"""The API's routes of the Device Zigbee Information Repository, and of access to it."""

from django.urls import URLPattern, URLResolver, path
from rest_framework.routers import SimpleRouter

from zigbee.access_api.routes import urlpatterns as access_routes
from zigbee.api import ZigbeeComparison, ZigbeeRecords
from zigbee.review_api.views import urlpatterns as review_routes
from zigbee.security.api import SecurityQueries

router = SimpleRouter()
router.register("zigbee/records", ZigbeeRecords, basename="zigbee-records")

urlpatterns: list[URLPattern | URLResolver] = [
    *router.urls,
    path(
        "zigbee/publications/compare/",
        ZigbeeComparison.as_view({"get": "list"}),
        name="zigbee-records-comparison",
    ),
    path(
        "zigbee/security-query/",
        SecurityQueries.as_view({"get": "list"}),
        name="security-query",
    ),
    *review_routes,
    *access_routes,
]
