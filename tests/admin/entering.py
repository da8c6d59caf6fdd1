"""Filling in the form of a Device Model as a browser would: what it shows, changed, and sent."""

from html.parser import HTMLParser
from typing import Any

from django.test import Client

from sec_registry.registers.catalogue import columns
from sec_registry.registers.vocabulary import split, text_of
from sec_registry.submissions.entry.fields import key_of
from sec_registry.submissions.models import (
    ProposedPart,
    Submission,
)
from tests.admin.desk import (
    Cast,
    page,
)
from tests.rows import Cells

Fields = dict[str, str]


class _Reader(HTMLParser):
    """The fields of the one form of the page with what stands in them."""

    def __init__(self) -> None:
        super().__init__()
        self.fields: Fields = {}
        self._inside = False
        self._select = ""
        self._textarea = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = {name: value or "" for name, value in attrs}
        if tag == "form":
            self._inside = told.get("id") == "entry_form"
        if not self._inside:
            return
        if tag == "input" and told.get("type") != "submit":
            self.fields[told["name"]] = told.get("value", "")
        elif tag == "select":
            self._select = told["name"]
            self.fields[self._select] = ""
        elif tag == "option" and self._select and "selected" in told:
            self.fields[self._select] = told.get("value", "")
        elif tag == "textarea":
            self._textarea = told["name"]
            self.fields[self._textarea] = ""

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._inside = False
        elif tag == "select":
            self._select = ""
        elif tag == "textarea":
            # The first line break belongs to the element, as browsers read it.
            self.fields[self._textarea] = self.fields[self._textarea].removeprefix("\n")
            self._textarea = ""

    def handle_data(self, data: str) -> None:
        if self._textarea:
            self.fields[self._textarea] += data


MODEL = "Imaginary One"


def fields_of(answer: Any) -> Fields:
    """What stands in the form of the page."""
    reader = _Reader()
    reader.feed(answer.content.decode())
    return reader.fields


def as_typed(cells: Cells) -> Fields:
    """The row of the vocabulary as somebody types it into the form."""
    typed: Fields = {}
    for name, cell in cells.items():
        column, key = columns()[name], key_of(name)
        if column.several and column.group:
            values = split(cell)
            typed |= {f"{key}-{row}": value for row, value in enumerate(values)}
            typed[f"rows-{key_of(column.group)}"] = str(len(values))
        elif name != "Action":
            typed[key] = text_of(cell)
    return typed


def sent(client: Client, address: str, button: str = "_save", **typed: str) -> Any:
    """Open the form, type over what it shows, press the button: the answer to that."""
    return client.post(address, {**fields_of(client.get(address)), **typed, button: "Save"})


def change(cast: Cast, number: int = 0) -> str:
    """The address of the form for a change of the first (or another) record."""
    return page("cpl_devicemodel_propose", cast.numbers[number])


def parts_of(submission: Submission) -> dict[str, Any]:
    """What the one item says itself, and of each register."""
    item = submission.items.get()
    parts = ProposedPart.objects.filter(item=item)
    return {"item": item.values, **{part.register: part.values for part in parts}}


def newest() -> Submission:
    return Submission.objects.latest("pk")
