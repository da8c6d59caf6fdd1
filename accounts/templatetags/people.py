"""Questions about people that a template asks, to show the way only to whom it is open."""

from django import template

from accounts import people
from accounts.people import Anyone

register = template.Library()


@register.filter
def may_submit(user: Anyone) -> bool:
    """Whether the person may send submissions."""
    return people.may_submit(user)


@register.filter
def may_see_deliveries(user: Anyone) -> bool:
    """Whether the person is DCC's or the Panel's, whom deliveries concern."""
    return people.is_dcc_person(user) or people.is_panel(user)


@register.filter
def sits_on_committee(user: Anyone) -> bool:
    """Whether the person is a member of the Security Sub Committee."""
    return people.is_ssc(user)
