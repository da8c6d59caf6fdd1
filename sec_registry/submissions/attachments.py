"""A file of evidence on its way out: always as an attachment, never within a page's own origin."""

from django.http import HttpResponse
from django.utils.http import content_disposition_header

from sec_registry.submissions.evidence import OpenedFile


def attachment(file: OpenedFile) -> HttpResponse:
    """The file that was opened, and recorded as opened, as an answer."""
    response = HttpResponse(file.content, content_type=file.media_type)
    # SECURITY: never shown in the page's own origin, whatever the bytes turn out to be.
    response["Content-Disposition"] = content_disposition_header(True, file.name) or "attachment"
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["Cache-Control"] = "private, no-store"
    return response
