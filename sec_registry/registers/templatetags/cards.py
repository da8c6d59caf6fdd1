"""Tables of pages, which on a phone are read row by row as cards (``table.cards`` in site.css).

Each part says its role: on a phone it is no longer shown as a table, and would not be read as one.
A cell of the body names its heading in ``data-label``.
"""

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

register = template.Library()


@register.simple_block_tag
def cards(
    content: SafeString,
    headings: str,
    *,
    caption: str = "",
    unseen: str = "",
    named_by: str = "",
    kind: str = "",
) -> SafeString:
    """A table with these headings (``"From, To"``) around the rows.

    It is named by a caption, one that only screen readers tell (``unseen``), or by the element with
    the id ``named_by``; ``kind`` is a further class.
    """
    heads = format_html_join(
        "", '<th role="columnheader" scope="col">{}</th>', ([each] for each in headings.split(", "))
    )
    name = format_html(' aria-labelledby="{}"', named_by) if named_by else ""
    title = format_html(
        '<caption class="{}">{}</caption>', "help" if caption else "unseen", caption or unseen
    )
    return format_html(
        '<table class="cards{}" role="table"{}>{}'
        '<thead role="rowgroup"><tr role="row">{}</tr></thead>'
        '<tbody role="rowgroup">{}</tbody></table>',
        f" {kind}" if kind else "",
        name,
        title if caption or unseen else "",
        heads,
        content,
    )
