"""The receipt on a page to print, and as a file to keep."""

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.template.response import TemplateResponse

from accounts.asking import person_of
from sec_registry.submissions.pages.door import for_submitters, own
from sec_registry.submissions.receipts import receipt_file, receipt_of
from sec_registry.submissions.told import markings

A_PAGE = 100


@for_submitters("GET", "HEAD")
def receipt_page(request: HttpRequest, pk: int) -> HttpResponse:
    """What this person sent, row by row, with the digest over all of it."""
    submission = own(request, pk)
    asked = request.GET.get("after", "")
    after = int(asked) if asked.isascii() and asked.isdecimal() and len(asked) < 10 else 0
    receipt = receipt_of(submission=submission, by=person_of(request), after=after, limit=A_PAGE)
    context = {
        "title": f"Receipt of submission {submission.pk}",
        "submission": submission,
        "receipt": receipt,
        "after": after,
        "last": receipt.lines[-1].sent["row"] if receipt.lines else 0,
        "markings": markings(receipt.registers),
    }
    return TemplateResponse(request, "submissions/receipt.html", context)


@for_submitters("GET", "HEAD")
def receipt_download(request: HttpRequest, pk: int) -> StreamingHttpResponse:
    """The same as one file of JSON, all rows in it."""
    submission = own(request, pk)
    answer = StreamingHttpResponse(
        receipt_file(submission=submission, by=person_of(request)), content_type="application/json"
    )
    answer["Content-Disposition"] = f'attachment; filename="receipt-{submission.pk}.json"'
    answer["X-Content-Type-Options"] = "nosniff"
    return answer
