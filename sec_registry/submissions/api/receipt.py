"""The receipt of a submission, for those who made it."""

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from sec_registry.registers.paging import next_address
from sec_registry.registers.schema import with_problems
from sec_registry.submissions.api.content_answers import ReceiptSerializer
from sec_registry.submissions.api.door import TAGS, SubmissionView
from sec_registry.submissions.api.lists import NUMBER, PAGED_ROWS, page_only
from sec_registry.submissions.receipts import head_of, line_told, receipt_of


class Receipt(SubmissionView):
    """What you sent, for good: the Zigbee values that you typed too."""

    @extend_schema(
        tags=TAGS,
        operation_id="submissions_receipt",
        parameters=[NUMBER, *PAGED_ROWS],
        responses=with_problems({200: ReceiptSerializer}, 400, 401, 403, 404, 503),
    )
    def get(self, request: Request, number: str) -> Response:
        """Your own words with their digests, and the CPL numbers that came of them."""
        submission = self.seen(number)
        asked = page_only(request.query_params)
        receipt = receipt_of(
            submission=submission, by=self.person, after=asked.after, limit=asked.limit
        )
        last = receipt.lines[-1].sent["row"] if receipt.lines else 0
        return Response(
            {
                **head_of(submission, self.person, receipt.registers),
                "digest": receipt.digest,
                "count": receipt.count,
                "next": next_address(request, after=last) if receipt.more else None,
                "results": [line_told(line) for line in receipt.lines],
            }
        )
