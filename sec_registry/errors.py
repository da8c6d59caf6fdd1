"""What answers where no view does: for what is not there, and where a view failed.

Clients of the API get a problem, everybody else a page.
"""

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import resolve
from django.views import defaults
from django.views.decorators.csrf import csrf_exempt

from sec_registry.registers.problems import NOT_FOUND, plain_problem


@csrf_exempt
def missing(request: HttpRequest) -> HttpResponseBase:
    """Answer for what is not there; a reader who forgot the slash at the end is led on."""
    mended = f"{request.path}/"
    reading = request.method in ("GET", "HEAD") and not request.path.endswith("/")
    if reading and resolve(mended).func is not missing:
        query = request.META.get("QUERY_STRING", "")
        return redirect(f"{mended}?{query}" if query else mended, permanent=True)
    return plain_problem(404, NOT_FOUND)


def server_error(request: HttpRequest) -> HttpResponse:
    """Answer a fault: as a problem to clients of the API, as a page to everybody else."""
    if request.path.startswith("/api/"):
        return plain_problem(500, "Something failed here. It was recorded and will be looked at.")
    return defaults.server_error(request)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer a request that was refused before any view saw it."""
    if request.path.startswith("/api/"):
        return plain_problem(400, "This request cannot be answered.")
    return defaults.bad_request(request, exception)
