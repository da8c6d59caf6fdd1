"""What the desk's templates ask: the name of a list, and the cells of a list under their headings.

A list on a phone is read row by row, each cell with its heading before it.
"""

from collections.abc import Iterable, Iterator
from typing import Any

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.text import capfirst

register = template.Library()


@register.simple_tag(takes_context=True)
def list_named(context: dict[str, Any], opts: Any) -> str:
    """What the index calls the list of these rows; the model's own word where it has none."""
    for section in context.get("available_apps") or ():
        for entry in section["models"]:
            if entry["model"]._meta is opts:
                return str(entry["name"])
    return str(capfirst(opts.verbose_name_plural))


@register.filter
def labelled(cells: Iterable[SafeString], headings: list[dict[str, Any]]) -> Iterator[SafeString]:
    """The cells as the stock list renders them, each with the words of its heading."""
    for cell, heading in zip(cells, headings, strict=False):
        if not cell.startswith("<td") or "action-checkbox" in heading["class_attrib"]:
            yield cell
            continue
        label = format_html(' data-label="{}"', capfirst(heading["text"]))
        # The cell is the stock admin's own element, its content escaped there.
        yield SafeString(cell[:3]) + label + SafeString(cell[3:])
