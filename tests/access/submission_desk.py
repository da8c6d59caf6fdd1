"""The desk's routes of submissions and of the rows of drafts, with what everybody gets there."""

from collections.abc import Iterator

from tests.access.lines import NOTHING_THERE, Line
from tests.access.people import (
    AT_THE_DESK,
    NOBODY,
    PANEL,
    SUBMITTERS,
    Audience,
    Who,
)


def submissions_desk() -> Iterator[Line]:
    """Submissions: one's own, and for the Panel all."""
    root = "admin/submissions/submission/"
    yield Line(root, f"/{root}", SUBMITTERS)
    yield Line(f"{root}add/", f"/{root}add/", SUBMITTERS - {Who.REVIEWER})
    sent = (
        "draft",
        "sendable",
        "submitted",
        "in_review",
        "doubtful",
        "returned",
        "resubmitted",
        "rejected",
        "accepted",
    )
    makers = {
        **dict.fromkeys((f"{{{word}}}" for word in sent), Who.SUBMITTER),
        "{withdrawn}": Who.PARTY,
        "{panel_draft}": Who.ADMINISTRATOR,
        "{stranger}": Who.STRANGER,
    }
    readers: dict[str, Audience] = {key: PANEL | {maker} for key, maker in makers.items()}
    others = (AT_THE_DESK - SUBMITTERS, 403)
    for key, inside in (readers | dict.fromkeys(NOTHING_THERE, NOBODY)).items():
        page, history = (f"{root}<path:object_id>/{each}/" for each in ("change", "history"))
        yield Line(page, f"/{root}{key}/change/", inside, no=404)
        yield Line(history, f"/{root}{key}/history/", inside, no=404, but=others)
    version = f"{root}^([^/]+)/history/([^/]+)/$"
    address = f"/{root}{{draft}}/history/{{v_submission}}/"
    yield Line(version, address, readers["{draft}"], no=404, but=others)
    yield Line(version, f"/{root}{{draft}}/history/{{absent}}/", NOBODY, no=404, but=others)
    yield from rows_of_drafts(root, readers)
    # What one does with a submission is never done by GET.
    for deed in ("check", "waive", "<slug:step>/now"):
        address = f"/{root}{{draft}}/{deed.replace('<slug:step>', 'accept')}/"
        yield Line(f"{root}<int:pk>/{deed}/", address, readers["{draft}"], yes=405, no=404)


def rows_of_drafts(root: str, readers: dict[str, Audience]) -> Iterator[Line]:
    """A row as a form: its makers', while the submission may be edited, then they are led back."""
    pattern = f"{root}<int:pk>/rows/<int:position>/"
    for key, maker, here, beyond in (
        ("{draft}", Who.SUBMITTER, 200, 404),
        ("{panel_draft}", Who.ADMINISTRATOR, 200, 404),
        ("{stranger}", Who.STRANGER, 200, 404),
        ("{submitted}", Who.SUBMITTER, 302, 302),
        ("{accepted}", Who.SUBMITTER, 302, 302),
    ):
        inside = frozenset({maker})
        seen = (readers[key] - inside, 403)
        yield Line(pattern, f"/{root}{key}/rows/2/", inside, yes=here, no=404, but=seen)
        yield Line(pattern, f"/{root}{key}/rows/999/", inside, yes=beyond, no=404, but=seen)
    yield Line(pattern, f"/{root}{{absent}}/rows/2/", NOBODY, no=404)
