"""What was typed into a form that was refused, for the page that shows the form again.

A page with many forms is shown at the address that one of them was sent to: that one gets back what
was typed into it, with what is wrong beside the field; the others are as ever.
"""

from typing import Any

from django import template
from django.utils.html import format_html_join
from django.utils.safestring import SafeString

register = template.Library()


@register.simple_tag(takes_context=True)
def typed_again(
    context: Any, address: str, name: str, number: int | str = "", *, begins: str = ""
) -> str:
    """What was typed into the field (``name`` and ``number``) of the form sent there, if refused.

    On any other page it is what the field begins with.
    """
    if not is_refused(context, address):
        return begins
    return str(context["request"].POST.get(f"{name}{number}", ""))


@register.simple_tag(takes_context=True)
def refused_there(context: Any, address: str, same: str = "", value: str = "") -> bool:
    """Whether the form sent there was refused, and its field ``same`` had this value."""
    return is_refused(context, address) and (
        not same or context["request"].POST.get(same, "") == str(value)
    )


@register.simple_tag(takes_context=True)
def wrong_beside(context: Any) -> SafeString:
    """What is wrong, to stand beside the field."""
    return format_html_join(
        "", '<p class="errorlist">{}</p>', ([each] for each in context["refused"])
    )


def is_refused(context: Any, address: str) -> bool:
    """Whether this page answers what was sent to the address, and refuses it."""
    return bool(context.get("refused")) and context["request"].path == address
