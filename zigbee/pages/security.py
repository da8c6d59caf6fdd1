"""The security query as a form of the committee's page, and its answer in words."""

from typing import Any
from urllib.parse import urlencode

from django import forms
from django.urls import reverse

from accounts.models import User
from firmware.fleet.goals import Way
from sec_registry.registers.disclosure import Channel
from sec_registry.registers.paging import PageAsked, Standing, standing
from zigbee.register import DZIR
from zigbee.security.asked import Page, SecurityAnswer, SecurityAsked, security_answer
from zigbee.security.query import APART, Finding, counted

#: So many Device Models are named on one page; the csv file names all.
MOST_NAMED = 100


class SecurityForm(forms.Form):
    """A chipset vendor, and the first stack version that is not in question."""

    vendor = forms.CharField(
        required=False,
        label="Chipset vendor",
        help_text="In any spelling that the committee lists.",
    )
    below = forms.CharField(
        required=False,
        label="Stack versions below",
        help_text='Of the same stack, such as "ExampleZ 7.4.10".',
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"label_suffix": "", **kwargs})

    def clean(self) -> dict[str, Any]:
        """What the query itself says is wrong, beside each field."""
        for name, sentences in self.asked.wrong.items():
            if name not in self.errors:
                self.add_error(name, sentences)
        return self.cleaned_data

    @property
    def asked(self) -> SecurityAsked:
        """The question."""
        given = self.cleaned_data
        return SecurityAsked(given.get("vendor", ""), given.get("below", ""))


def security_told(
    form: SecurityForm, place: PageAsked, *, by: User, channel: Channel
) -> dict[str, Any]:
    """The answer, recorded as disclosed before it is here, for the template.

    ``place`` says where the page begins, and in which publication; a wrong one is the first page.
    """
    pinned = place.publication
    stand = standing(DZIR, pinned) if pinned is not None and pinned < 2**31 else None
    publication = (stand or standing(DZIR) or Standing()).publication
    page = Page(MOST_NAMED, after=place.after)
    answer = security_answer(
        asked=form.asked, by=by, publication=publication, channel=channel, page=page
    )
    found = answer.findings
    return {
        "publication": publication,
        "marking": answer.marking,
        "csv": csv_address(answer),
        "vendor_named": found.vendor_named,
        "affected": len(found.affected),
        "apart": len(found.apart),
        "counts": [(*key, count) for key, count in counted(found.counts_affected)],
        "rows": [_row(each, answer) for each in found.named],
        "next": _next(answer),
        "ways": answer.out is not None,
    }


def _next(answer: SecurityAnswer) -> str:
    """The query that leads to the next page; empty at the end."""
    if answer.following is None:
        return ""
    return urlencode(
        {
            "vendor": answer.asked.vendor,
            "below": answer.asked.below,
            "publication": answer.publication,
            "after": answer.following,
        }
    )


def csv_address(answer: SecurityAnswer) -> str:
    """The same answer as a file of the API."""
    words = {
        "vendor": answer.asked.vendor,
        "below": answer.asked.below,
        "publication": answer.publication,
        "format": "csv",
    }
    return f"{reverse('security-query')}?{urlencode(words)}"


def _row(finding: Finding, answer: SecurityAnswer) -> dict[str, Any]:
    way = answer.out.ways.get(finding.cpl_number) if answer.out else None
    return {
        "number": finding.cpl_number,
        "maker": finding.device["manufacturer"]["name"],
        "device_type": finding.device["device_type"],
        "radios": [f"{each['chipset_vendor']} {each['stack_version']}" for each in finding.radios],
        "finding": APART.get(finding.verdict, "Affected."),
        "way": _way(way) if way else "",
    }


def _way(way: Way) -> str:
    if way.steps:
        return f"Upgrade by {', then '.join(f'CPL {step}' for step in way.steps)}."
    return way.detail
