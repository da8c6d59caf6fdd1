"""What answers where no view does: for what is not there, and where a view failed.

Clients of the API get a problem, everybody else a page. SECURITY: nothing here looks at what was
sent, as the framework's own views do for a form's token: where a body cannot be read, they would
fail in their turn, and the web server would answer instead of the registry.
"""

from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseNotFound
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.urls import resolve
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
    if _of_the_api(request):
        return plain_problem(500, "Something failed here. It was recorded and will be looked at.")
    # Without the request: what failed may be the person, the session or the database.
    return HttpResponse(render_to_string("500.html"), status=500)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer a request that was refused before any view saw it."""
    if _of_the_api(request):
        return plain_problem(400, "This request cannot be answered.")
    return HttpResponse(render_to_string("400.html"), status=400)


def not_for_you(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Refuse in the words of the refusal, where it has some."""
    context = {"exception": str(exception)}
    return HttpResponse(render_to_string("403.html", context, request), status=403)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer for a page that is not there, or not for the reader: both are the same page."""
    return HttpResponseNotFound(render_to_string("404.html", {}, request))


def _of_the_api(request: HttpRequest) -> bool:
    return request.path.startswith("/api/")
