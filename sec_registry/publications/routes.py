"""The API's routes of publications: what was published, signed, and proved."""

from django.urls import URLPattern, URLResolver, path
from rest_framework.routers import SimpleRouter

from sec_registry.publications.api import SignedManifest
from sec_registry.publications.bundle_api import Bundle
from sec_registry.publications.proof_api import FirmwareProof, ZigbeeProof
from sec_registry.registers.publications_api import Publications

router = SimpleRouter()
router.register("publications", Publications, basename="publications")

urlpatterns: list[URLPattern | URLResolver] = [
    path("publications/bundle.tar", Bundle.as_view(), name="bundle"),
    path("publications/<str:number>/manifest/", SignedManifest.as_view(), name="signed-manifest"),
    path(
        "firmware/records/<str:number>/proof/",
        FirmwareProof.as_view({"get": "retrieve"}),
        name="firmware-proof",
    ),
    path(
        "zigbee/records/<str:number>/proof/",
        ZigbeeProof.as_view({"get": "retrieve"}),
        name="zigbee-proof",
    ),
    *router.urls,
]
