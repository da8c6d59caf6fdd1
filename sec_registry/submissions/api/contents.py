"""What is in a submission, page by page: items, differences, findings.

SECURITY: nothing is taken from the tables here. What a person may see, and the record of the look,
are the business of ``visibility``; a page is asked for before it is shown.
"""

from collections.abc import Iterable, Sequence
from dataclasses import asdict
from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from sec_registry.registers.listed import Tabled, listed_answer
from sec_registry.registers.paging import next_address
from sec_registry.registers.schema import AS_TABLES, with_problems
from sec_registry.registers.table_answers import is_table
from sec_registry.submissions.api.answers import FindingPageSerializer, FindingSerializer
from sec_registry.submissions.api.content_answers import (
    DifferencePageSerializer,
    ItemPageSerializer,
)
from sec_registry.submissions.api.door import TAGS, SubmissionView
from sec_registry.submissions.api.lists import (
    BY_ROW,
    FINDINGS,
    NUMBER,
    findings_asked,
    rows_asked,
)
from sec_registry.submissions.api.telling import finding_told, markings_of_findings
from sec_registry.submissions.api.values import BESIDE
from sec_registry.submissions.cells import UNKNOWN
from sec_registry.submissions.checking import is_stale
from sec_registry.submissions.difference import ItemDifference
from sec_registry.submissions.finding_pages import findings_count, findings_page
from sec_registry.submissions.lifecycle import DECIDED
from sec_registry.submissions.looks import look_at, typed_in
from sec_registry.submissions.models import Item, ProposedPart, Submission
from sec_registry.submissions.told import markings
from sec_registry.submissions.visibility import masked_for

#: Columns of an item that stand beside its values.
_NO_VALUES = {UNKNOWN, *BESIDE}


class PagedContent(Tabled, SubmissionView):
    """A page of items by their rows, which is all that is shown at once."""

    def page(self, submission: Submission) -> tuple[list[Item], dict[str, Any]]:
        """The items asked for, and the members around them; raises ``InvalidQuery``."""
        condition, asked = rows_asked(self.request.query_params)
        listed = Item.objects.filter(condition, submission=submission)
        onward = listed.filter(position__gt=asked.after).order_by("position")
        found = list(onward[: asked.limit + 1])
        shown = found[: asked.limit]
        more = len(found) > asked.limit
        following = next_address(self.request, after=shown[-1].position) if more else None
        members: dict[str, Any] = {"next": following}
        if asked.count:
            members["count"] = listed.count()
        return shown, members

    def marked(
        self, submission: Submission, shown: Iterable[str], members: dict[str, Any]
    ) -> dict[str, Any]:
        """The members with the markings of the registers that the page shows something of."""
        return {
            "markings": markings(shown),
            "masked": [each.code for each in masked_for(self.person, submission)],
            **members,
        }


class Items(PagedContent):
    """The items of a submission as they were typed."""

    @extend_schema(
        tags=TAGS,
        operation_id="submissions_items",
        parameters=[NUMBER, *BY_ROW],
        responses=with_problems(
            {(200, "application/json"): ItemPageSerializer, **AS_TABLES}, 400, 401, 404, 503
        ),
    )
    def get(self, request: Request, number: str) -> Response:
        """A page of items by their rows; parts that you may not read are left out."""
        submission = self.seen(number)
        items, members = self.page(submission)
        parts = typed_in(submission=submission, items=items, by=self.person, channel=self.channel)
        around = self.marked(submission, (part.register for part in parts), members)
        results = [_item(item, parts) for item in items]
        if is_table(request):
            results = [_in_columns(each) for each in results]
        name = f"items-of-submission-{submission.pk}"
        return listed_answer(request, name, {**around, "results": results})


class Difference(PagedContent):
    """What a submission would change, or did, field by field."""

    @extend_schema(
        tags=TAGS,
        operation_id="submissions_difference",
        parameters=[NUMBER, *BY_ROW],
        responses=with_problems(
            {(200, "application/json"): DifferencePageSerializer, **AS_TABLES}, 400, 401, 404, 503
        ),
    )
    def get(self, request: Request, number: str) -> Response:
        """A page of items with each cell before and after, through your own right to read."""
        submission = self.seen(number)
        items, members = self.page(submission)
        sight = look_at(submission=submission, items=items, by=self.person, channel=self.channel)
        shown = (change.register for each in sight.differences for change in each.fields)
        around = self.marked(submission, shown, members)
        results = [_changes(each) for each in sight.differences]
        if is_table(request):
            results = [row for each in results for row in _by_column(each)]
        name = f"difference-of-submission-{submission.pk}"
        return listed_answer(request, name, {**around, "results": results})


class Findings(Tabled, SubmissionView):
    """What the rules found in a submission."""

    @extend_schema(
        tags=TAGS,
        operation_id="submissions_findings",
        parameters=[NUMBER, *FINDINGS],
        responses=with_problems(
            {(200, "application/json"): FindingPageSerializer, **AS_TABLES}, 400, 401, 404, 503
        ),
    )
    def get(self, request: Request, number: str) -> Response:
        """A page of the findings of which you may know, in the order of the rows."""
        submission = self.seen(number)
        wanted, asked = findings_asked(request.query_params)
        page = findings_page(
            submission=submission,
            by=self.person,
            channel=self.channel,
            wanted=wanted,
            after=asked.after,
            limit=asked.limit,
        )
        following = next_address(request, after=page.findings[-1].number) if page.more else None
        members: dict[str, Any] = {"next": following}
        if asked.count:
            members["count"] = findings_count(submission=submission, by=self.person, wanted=wanted)
        marked = markings_of_findings(each.seen for each in page.findings)
        body = {
            "markings": marked,
            "stale": submission.state not in DECIDED and is_stale(submission),
            **members,
            "results": [finding_told(each, submission) for each in page.findings],
        }
        name = f"findings-of-submission-{submission.pk}"
        return listed_answer(request, name, body, of=FindingSerializer)


def _item(item: Item, parts: Sequence[ProposedPart]) -> dict[str, Any]:
    own = {name: cell for name, cell in item.values.items() if name not in _NO_VALUES}
    if item.cpl_number is None and "CPL number" in item.values:
        # Something else than a number was typed there.
        own["CPL number"] = item.values["CPL number"]
    for part in parts:
        if part.item_id == item.pk:
            own.update(part.values)
    return {
        "row": item.position,
        "action": item.action,
        "cpl_number": item.cpl_number,
        "reference": item.reference,
        "given_number": item.allocated_number,
        "values": own,
        "unknown_columns": list(item.values.get(UNKNOWN, ())),
    }


def _in_columns(item: dict[str, Any]) -> dict[str, Any]:
    """An item with its values in columns of their own, as in a workbook."""
    return {**{name: item[name] for name in item if name != "values"}, **item["values"]}


def _by_column(item: dict[str, Any]) -> list[dict[str, Any]]:
    """An item's difference with a row for each column that differs."""
    apart = {name: item[name] for name in item if name != "changes"}
    return [{**apart, **change} for change in item["changes"]]


def _changes(difference: ItemDifference) -> dict[str, Any]:
    return {
        "row": difference.row,
        "action": difference.action,
        "cpl_number": difference.cpl_number,
        "reference": difference.reference,
        "changes": [
            {
                "register": change.register,
                "column": change.column,
                "before": change.before,
                "after": change.after,
            }
            for change in difference.fields
        ],
        "covered": None if difference.covered is None else asdict(difference.covered),
    }
