"""The routes of upgrade pathways, with what everybody gets there: the FIR's audience alone."""

from collections.abc import Iterator

from tests.access.lines import NOTHING_THERE, Line
from tests.access.people import FIR, SIGNED_IN


def pathway_routes() -> Iterator[Line]:
    """Onward and backward, today and as it was: role first (401, 403), then look-up (404)."""
    pattern = "api/v1/firmware/pathways/<str:number>/"
    one = "/api/v1/firmware/pathways/"
    for asked in (
        "{granted}/",
        "{bare}/",
        "{removed}/",
        "{blocked}/?direction=to",
        "{granted}/?publication=1",
    ):
        yield Line(pattern, one + asked, FIR, out=401, known=SIGNED_IN)
    for key in NOTHING_THERE:
        yield Line(pattern, f"{one}{key}/", FIR, yes=404, out=401, known=SIGNED_IN)
    yield from _pages()


def _pages() -> Iterator[Line]:
    yield Line("pathways/", "/pathways/", FIR, known=SIGNED_IN)
    page = "pathways/<str:number>/"
    for asked in ("{granted}/", "{bare}/", "{removed}/", "{blocked}/?publication=1"):
        yield Line(page, f"/pathways/{asked}", FIR, known=SIGNED_IN)
    picture = f"{page}picture.svg"
    yield Line(picture, "/pathways/{blocked}/picture.svg", FIR, known=SIGNED_IN)
    for key in NOTHING_THERE:
        yield Line(page, f"/pathways/{key}/", FIR, yes=404, known=SIGNED_IN)
    yield Line(picture, "/pathways/{absent}/picture.svg", FIR, yes=404, known=SIGNED_IN)
