"""The addresses of access under ``/api/v1/``; the composition root takes them in."""

from django.urls import URLPattern, path

from zigbee.access_api.grants import CountersignGrant, Grants, OneGrant, Revoke
from zigbee.access_api.requests import (
    AccessRequests,
    Countersign,
    Decide,
    Decline,
    OneRequest,
    Withdraw,
)

REQUESTS = "zigbee/access-requests/"
REQUEST = f"{REQUESTS}<str:number>/"
GRANTS = "zigbee/grants/"
GRANT = f"{GRANTS}<str:number>/"
urlpatterns: list[URLPattern] = [
    path(REQUESTS, AccessRequests.as_view(), name="access-requests"),
    path(REQUEST, OneRequest.as_view(), name="access-request"),
    path(f"{REQUEST}withdraw/", Withdraw.as_view(), name="access-request-withdraw"),
    path(f"{REQUEST}decide/", Decide.as_view(), name="access-request-decide"),
    path(f"{REQUEST}countersign/", Countersign.as_view(), name="access-request-countersign"),
    path(f"{REQUEST}decline/", Decline.as_view(), name="access-request-decline"),
    path(GRANTS, Grants.as_view(), name="grants"),
    path(GRANT, OneGrant.as_view(), name="grant"),
    path(f"{GRANT}revoke/", Revoke.as_view(), name="grant-revoke"),
    path(f"{GRANT}countersign/", CountersignGrant.as_view(), name="grant-countersign"),
]
