"""The routes of ``/api/v1/``: the composition root of the REST API.

Every route names its permission; those of a register leave it to the register. Whatever is asked
for under ``/api/`` that does not exist is answered by a problem too.
"""

from django.urls import URLPattern, URLResolver, include, path, re_path

from cpl.routes import urlpatterns as cpl_routes
from firmware.routes import urlpatterns as firmware_routes
from sec_registry.about_api import Docs, Health, Root, Schema
from sec_registry.deliveries.api.routes import urlpatterns as delivery_routes
from sec_registry.errors import missing
from sec_registry.notices.api.routes import urlpatterns as subscription_routes
from sec_registry.publications.files.routes import urlpatterns as whole_lists
from sec_registry.publications.routes import urlpatterns as publication_routes
from sec_registry.redactions.api import Redactions
from sec_registry.registers.disclosures_api import DisclosureRecord
from sec_registry.submissions.api.routes import urlpatterns as submission_routes
from sec_registry.token_api import OneToken, Tokens
from zigbee.routes import urlpatterns as zigbee_routes

_v1: list[URLPattern | URLResolver] = [
    path("", Root.as_view(), name="api-root"),
    # First: a whole list that nobody changed is asked for far oftener than anything else, and a
    # good part of that answer was finding its address behind all others.
    *whole_lists,
    *cpl_routes,
    *firmware_routes,
    *zigbee_routes,
    # After the registers': theirs under ``publications/`` are words where these take numbers.
    *publication_routes,
    path("redactions/", Redactions.as_view(), name="redactions"),
    *delivery_routes,
    *submission_routes,
    path("disclosures/", DisclosureRecord.as_view(), name="disclosures"),
    *subscription_routes,
    path("tokens/", Tokens.as_view(), name="api-tokens"),
    path("tokens/<str:number>/", OneToken.as_view(), name="token"),
    path("schema/", Schema.as_view(), name="schema"),
    path("docs/", Docs.as_view(), name="docs"),
    path("health/", Health.as_view(), name="health"),
]
urlpatterns: list[URLPattern | URLResolver] = [
    path("v1/", include(_v1)),
    re_path(r"^", missing),
]
