"""For whom the Panel keys in a submission: from a body's words, and back into an answer."""

from collections.abc import Mapping
from typing import Any

from accounts.models import Organisation, User
from accounts.people import is_panel
from sec_registry.registers.problems import Problem
from sec_registry.submissions.errors import NotForYou
from sec_registry.submissions.models import Submission
from sec_registry.submissions.on_behalf import OnBehalfOf


def on_behalf_asked(words: Mapping[str, Any] | None, by: User) -> OnBehalfOf | None:
    """For whom, if for somebody; raises ``NotForYou`` before any organisation is looked up."""
    if words is None:
        return None
    if not is_panel(by):
        raise NotForYou("Only the Panel's staff key in what others sent.")
    # No two organisations have the same name.
    organisation = Organisation.objects.filter(name=words["organisation"]).first()
    if organisation is None:
        detail = "No organisation has this name."
        raise Problem(detail, [{"pointer": "#/on_behalf_of/organisation", "detail": detail}])
    return OnBehalfOf(organisation, words["person"], words["reference"])


def on_behalf_told(submission: Submission) -> dict[str, Any] | None:
    """For whom it was keyed in, if for somebody."""
    if not submission.on_behalf_person:
        return None
    return {
        "organisation": submission.organisation.name if submission.organisation else "",
        "person": submission.on_behalf_person,
        "reference": submission.on_behalf_reference,
    }
