"""Small pieces of page that several admins show: tables of facts, links, and values left blank."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from django.urls import NoReverseMatch, reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

NOTHING = "–"
#: So many columns stand side by side on a phone.
MOST_ON_A_PHONE = 3


def facts_table(headings: Sequence[str], rows: Iterable[Sequence[Any]]) -> SafeString | str:
    """A small table inside a detail page; a dash when there are no rows. Every cell is escaped.

    One that is too wide for a phone is shown there row by row, each cell with its heading.
    """
    wide = len(headings) > MOST_ON_A_PHONE
    body = [(_cells(headings, row) if wide else _plain_cells(row),) for row in rows]
    if not body:
        return NOTHING
    return format_html(
        '<table class="{}"><thead><tr>{}</tr></thead><tbody>{}</tbody></table>',
        "facts stacks" if wide else "facts",
        format_html_join("", '<th scope="col">{}</th>', ((heading,) for heading in headings)),
        format_html_join("", "<tr>{}</tr>", body),
    )


def lines(values: Iterable[Any]) -> SafeString | str:
    """The values one under another; a dash when there are none."""
    joined = format_html_join("", '<span class="line">{}</span>', ((v,) for v in values if v))
    return joined or NOTHING


def badge(state: str, label: str) -> SafeString:
    """A state as a small coloured word; the word says it without the colour too."""
    return format_html('<span class="state state-{}">{}</span>', state.lower(), label)


def moment(at: datetime) -> str:
    """A moment to the second; the registry keeps UTC."""
    return f"{at:%Y-%m-%d %H:%M:%S}"


def _plain_cells(row: Sequence[Any]) -> SafeString:
    return format_html_join("", "<td>{}</td>", ((_told(cell),) for cell in row))


def _cells(headings: Sequence[str], row: Sequence[Any]) -> SafeString:
    labelled = zip(headings, map(_told, row), strict=True)
    return format_html_join("", '<td data-label="{}">{}</td>', labelled)


def _told(cell: Any) -> Any:
    if isinstance(cell, datetime):
        return moment(cell)
    return NOTHING if cell in ("", None) else cell


def link(text: Any, view: str, *args: object) -> SafeString | str:
    """A link to a page of the desk; the plain text where there is no such page."""
    try:
        address = reverse(f"admin:{view}", args=args)
    except NoReverseMatch:
        return str(text)
    return format_html('<a href="{}">{}</a>', address, text)


def code(text: str) -> SafeString | str:
    """A Hash or another long code, set so that its letters can be told apart."""
    return format_html('<code class="long">{}</code>', text) if text else NOTHING


def verbatim(text: str) -> SafeString | str:
    """Text as it was supplied, line breaks and all."""
    return format_html('<div class="verbatim">{}</div>', text) if text else NOTHING
