"""The form in which an inventory is sent: a file or rows, and where it is to go."""

import io
from typing import Any, BinaryIO

from django import forms

from firmware.fleet.asked import goal_from_words
from firmware.fleet.bodies import LONGEST_CSV, MEGABYTE
from firmware.fleet.from_csv import HEADINGS
from firmware.fleet.from_json import NEWEST, OUT_OF, TO
from firmware.fleet.goals import Goal
from firmware.fleet.inventory import InventoryRefused, problems_told

GOALS = (
    (NEWEST, "To the newest that each can reach"),
    (TO, "To these CPL numbers, one for each family"),
    (OUT_OF, "Out of these CPL numbers, by the shortest way"),
)
LONGEST_TYPED = MEGABYTE
FIRST_ROWS = "CPL number,Count\n"


class FleetForm(forms.Form):
    """An inventory and its goal."""

    file = forms.FileField(
        required=False,
        allow_empty_file=True,
        label="A csv file, or JSON",
        help_text="With a heading over each column: CPL number, or manufacturer code, model "
        "identifier, hardware version and firmware version as on the list; and Count. Or JSON, as "
        "the API takes it.",
        widget=forms.ClearableFileInput(attrs={"accept": ".csv,.txt,.json,text/csv"}),
    )
    rows = forms.CharField(
        required=False,
        max_length=LONGEST_TYPED,
        strip=False,
        label="Or rows, typed or pasted",
        help_text="The same, with commas between the columns; or copied from a spreadsheet.",
        widget=forms.Textarea(attrs={"rows": 6, "spellcheck": "false", "class": "clear"}),
        initial=FIRST_ROWS,
    )
    goal = forms.ChoiceField(
        choices=GOALS, widget=forms.RadioSelect, initial=NEWEST, label="Where the devices go"
    )
    numbers = forms.CharField(
        required=False,
        max_length=100_000,
        label="CPL numbers",
        help_text="For the second and third: with commas between them.",
    )

    def clean(self) -> dict[str, Any]:
        """One source, and a goal that makes sense."""
        cleaned = super().clean() or {}
        file, rows = cleaned.get("file"), cleaned.get("rows", "")
        typed = rows.strip() not in ("", FIRST_ROWS.strip())
        if not file and not typed and not self.errors:
            self.add_error("file", "Choose a file, or type rows.")
        if file and typed:
            self.add_error("rows", "Send a file or rows, not both.")
        if file and file.size > LONGEST_CSV:
            self.add_error("file", f"The file is longer than {LONGEST_CSV:,} bytes.")
        cleaned["chosen"] = self._goal(cleaned)
        return cleaned

    @property
    def size(self) -> int:
        """How many bytes were sent."""
        file = self.cleaned_data["file"]
        return int(file.size) if file else len(self.cleaned_data["rows"])

    def stream(self) -> BinaryIO:
        """What was sent, as a stream that can seek."""
        file = self.cleaned_data["file"]
        stream: BinaryIO = file.file if file else io.BytesIO(_rows(self.cleaned_data["rows"]))
        return stream

    def refused(self, refused: InventoryRefused, shown: int) -> None:
        """Say what is wrong with the inventory."""
        lines = [*problems_told(refused.problems[:shown])]
        if refused.count > len(lines):
            lines.append(f"And {refused.count - len(lines):,} more.")
        self.add_error("file" if self.cleaned_data["file"] else "rows", lines)

    def _goal(self, cleaned: dict[str, Any]) -> Goal:
        word, numbers = cleaned.get("goal", NEWEST), cleaned.get("numbers", "").strip()
        if word != NEWEST and not numbers:
            self.add_error("numbers", "This goal needs CPL numbers.")
        elif word != NEWEST:
            try:
                return goal_from_words({word: numbers})
            except InventoryRefused as refused:
                self.add_error("numbers", [each.detail for each in refused.problems])
        elif numbers:
            self.add_error("numbers", "The newest needs none: choose one of the other goals.")
        return Goal()


def _rows(typed: str) -> bytes:
    """The rows, where cells of a spreadsheet were pasted below the headings that stood there."""
    first, _, rest = typed.partition("\n")
    below = rest.lstrip().partition("\n")[0]
    if first.strip() == FIRST_ROWS.strip() and "\t" in below:
        with_headings = any(cell.strip().casefold() in HEADINGS for cell in below.split("\t"))
        # An empty line counts as one: rows keep their numbers.
        first = "" if with_headings else first.replace(",", "\t")
        typed = f"{first}\n{rest}"
    return typed.encode()
