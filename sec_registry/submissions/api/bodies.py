"""What is sent in: drafts, edits, and the words that go with a step."""

from collections.abc import Mapping, Sequence
from typing import Any

from rest_framework import serializers

from sec_registry.audit.acting import LONGEST_REASON
from sec_registry.registers.bodies import StrictSerializer, TextField
from sec_registry.registers.vocabulary import Cell
from sec_registry.submissions.api.values import BESIDE, ValuesField
from sec_registry.submissions.cells import LONGEST_REFERENCE, Row
from sec_registry.submissions.intake import LONGEST_TITLE, MOST_ROWS
from sec_registry.submissions.on_behalf import LONGEST
from sec_registry.submissions.workbook.headings import is_band, note_band
from sec_registry.submissions.workbook.notes import IntakeNotes

MOST_ITEMS = 5_000
LONGEST_COMMENT = 5_000
GREATEST_CPL_NUMBER = 999_999_999
GREATEST_NUMBER = 2_147_483_647


class NumberField(serializers.IntegerField):
    """A whole number and nothing else; no greater than the columns of every database take."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"max_value": GREATEST_NUMBER, **kwargs})

    def to_internal_value(self, data: Any) -> int:
        if not isinstance(data, int) or isinstance(data, bool):
            raise serializers.ValidationError("A whole number is needed.")
        return int(super().to_internal_value(data))


class DraftItemSerializer(StrictSerializer):
    """One change of one Device Model."""

    action = TextField(
        required=False, allow_blank=True, max_length=24, help_text="Absent or blank: add."
    )
    cpl_number = NumberField(
        required=False, allow_null=True, min_value=1, max_value=GREATEST_CPL_NUMBER
    )
    reference = TextField(
        required=False,
        allow_blank=True,
        trim_whitespace=False,
        max_length=LONGEST_REFERENCE,
        help_text="Your own label, unique in the submission; baselines may name it.",
    )
    values = ValuesField(default=dict)


class EditedItemSerializer(DraftItemSerializer):
    """An item in the place of the one in this row, or a new one in a row that is free."""

    row = NumberField(min_value=1, max_value=MOST_ROWS * 10)


class OnBehalfSerializer(StrictSerializer):
    """For whom the Panel's staff key in what arrived by mail."""

    organisation = TextField(max_length=120, help_text="Its name as the registry has it.")
    person = TextField(max_length=LONGEST, help_text="Who asked.")
    reference = TextField(max_length=LONGEST, help_text="The letter or message.")


class DraftSerializer(StrictSerializer):
    """A new draft; its items are rows 1, 2, 3 and so on."""

    title = TextField(max_length=LONGEST_TITLE)
    on_behalf_of = OnBehalfSerializer(required=False, allow_null=True)
    items = serializers.ListField(child=DraftItemSerializer(), min_length=1, max_length=MOST_ITEMS)


class EditSerializer(StrictSerializer):
    """What is to change in a draft that you read at this revision; the rest stays as it is."""

    revision = NumberField(min_value=1, help_text="As you read it: refused when it has moved on.")
    title = TextField(required=False, max_length=LONGEST_TITLE)
    items = serializers.ListField(
        child=EditedItemSerializer(), required=False, max_length=MOST_ITEMS
    )
    remove = serializers.ListField(
        child=NumberField(min_value=1),
        required=False,
        max_length=MOST_ITEMS,
        help_text="Rows to take out first, with everything in them.",
    )

    def validate_items(self, items: list[dict[str, Any]]) -> list[dict[str, Any]]:
        """Each row once."""
        rows = [item["row"] for item in items]
        if len(rows) != len(set(rows)):
            raise serializers.ValidationError("Two items name the same row.")
        return items


class NothingSerializer(StrictSerializer):
    """A step that needs no words: an empty body, or an empty object."""


class ReasonSerializer(StrictSerializer):
    """Why."""

    reason = TextField(max_length=LONGEST_REASON, help_text="Those who made it see it.")


class RemarkSerializer(StrictSerializer):
    """Why, for who wants to say so."""

    reason = TextField(required=False, allow_blank=True, max_length=LONGEST_REASON)


class WaiverSerializer(StrictSerializer):
    """Which rule's advisories to let pass: of the whole submission, or of the item in one row."""

    rule = TextField(max_length=80)
    item = NumberField(required=False, min_value=1, help_text="The item's row.")
    reason = TextField(max_length=LONGEST_REASON)


class CommentSerializer(StrictSerializer):
    """What is to be said of one item."""

    item = NumberField(min_value=1, help_text="The item's row.")
    text = TextField(max_length=LONGEST_COMMENT)


class ReturnSerializer(StrictSerializer):
    """Why it goes back to its makers, and what is to be said of single items."""

    reason = TextField(max_length=LONGEST_REASON, help_text="Those who made it see it.")
    comments = serializers.ListField(
        child=CommentSerializer(), required=False, max_length=MOST_ITEMS
    )

    def validate_comments(self, comments: list[dict[str, Any]]) -> list[dict[str, Any]]:
        """One comment for an item."""
        if len({each["item"] for each in comments}) < len(comments):
            raise serializers.ValidationError("Two comments speak of the same item.")
        return comments


class TogetherSerializer(StrictSerializer):
    """The submissions to accept as one publication."""

    submissions = serializers.ListField(
        child=NumberField(min_value=1), min_length=1, max_length=1_000
    )
    reason = TextField(required=False, allow_blank=True, max_length=LONGEST_REASON)


def rows_of(
    items: Sequence[Mapping[str, Any]],
) -> tuple[list[Row], list[dict[str, Any]]]:
    """The rows that the items are, and the notes on what was left out of them.

    The band that was struck out of the list (App. Z 2.1(i)) is left out, and spoken of once.
    """
    rows, notes = [], IntakeNotes()
    bands: dict[str, int] = {}
    for place, item in enumerate(items, start=1):
        position = item.get("row", place)
        cells: dict[str, Cell] = {
            column: item[member] for column, member in BESIDE.items() if member in item
        }
        for name, cell in item["values"].items():
            if is_band(name):
                bands.setdefault(name, position)
            else:
                cells[name] = cell
        rows.append(Row(position, cells))
    for name, position in bands.items():
        note_band(notes, position, name)
    return rows, notes.all()
