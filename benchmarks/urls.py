"""The registry, the peer beside it, and a view that does nothing: the limit of the framework."""

from django.http import HttpRequest, HttpResponse
from django.urls import path

from benchmarks.peer import PeerDeviceModels
from benchmarks.peer_pathways import PeerPathways, floor, path_of_one
from sec_registry.urls import urlpatterns as own


def nothing(request: HttpRequest) -> HttpResponse:
    """As little as a view can do."""
    return HttpResponse(b"ok")


urlpatterns = [
    path("peer/device-models/", PeerDeviceModels.as_view({"get": "list"})),
    path("peer/pathways/<int:number>/", path_of_one),
    path("peer/read-pathways/<int:number>/", PeerPathways.as_view({"get": "retrieve"})),
    path("floor/<int:number>/", floor),
    path("nothing/", nothing),
    *own,
]
