"""Questions about people that a template asks, to show the way only to whom it is open."""

from django import template

from accounts import people
from accounts.people import Anyone

register = template.Library()


@register.filter
def may_submit(user: Anyone) -> bool:
    """Whether the person may send submissions."""
    return people.may_submit(user)
