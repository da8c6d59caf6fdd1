"""What is told of what is in a submission: its items, what they change, the receipt."""

from typing import Any

from rest_framework import serializers

from sec_registry.submissions.api.answers import DecisionSerializer, MarkedSerializer
from sec_registry.submissions.api.values import ValuesField
from sec_registry.submissions.lifecycle import State


class ItemSerializer(serializers.Serializer[Any]):
    """One item as it was typed, as far as you may read it."""

    row = serializers.IntegerField()
    action = serializers.CharField()
    cpl_number = serializers.IntegerField(allow_null=True)
    reference = serializers.CharField(allow_blank=True)
    given_number = serializers.IntegerField(
        allow_null=True, help_text="The CPL number that its acceptance gave it."
    )
    values = ValuesField()
    unknown_columns = serializers.ListField(
        child=serializers.CharField(), help_text="Names only; what stood there was not kept."
    )


class ContentPageSerializer(MarkedSerializer):
    """What pages of a submission's content have in common."""

    masked = serializers.ListField(
        child=serializers.CharField(),
        help_text="Registers of which you see no more than you typed yourself.",
    )
    next = serializers.URLField(allow_null=True, help_text="Null at the end.")
    count = serializers.IntegerField(required=False, help_text="With count=true.")


class ItemPageSerializer(ContentPageSerializer):
    """A page of items by their rows."""

    results = ItemSerializer(many=True)


class FieldChangeSerializer(serializers.Serializer[Any]):
    """One cell that changes."""

    register = serializers.CharField()
    column = serializers.CharField()
    before = serializers.CharField(
        allow_null=True, allow_blank=True, help_text="Null: not yours to read."
    )
    after = serializers.CharField(allow_blank=True)


class CoveredSerializer(serializers.Serializer[Any]):
    """What an item that names no record covers, told from the public list."""

    subject = serializers.CharField()
    count = serializers.IntegerField()
    first = serializers.ListField(
        child=serializers.IntegerField(), help_text="The lowest CPL numbers, at most 20."
    )


class ItemDifferenceSerializer(serializers.Serializer[Any]):
    """What one item changes, as far as you may read it."""

    row = serializers.IntegerField()
    action = serializers.CharField()
    cpl_number = serializers.IntegerField(allow_null=True)
    reference = serializers.CharField(allow_blank=True)
    changes = FieldChangeSerializer(many=True)
    covered = CoveredSerializer(
        allow_null=True, help_text="Null where the item names the record that it changes."
    )


class DifferencePageSerializer(ContentPageSerializer):
    """A page of what the items change, by their rows."""

    results = ItemDifferenceSerializer(many=True)


class ReceiptItemSerializer(serializers.Serializer[Any]):
    """One item as you typed it, and the CPL number it was given."""

    row = serializers.IntegerField()
    action = serializers.CharField()
    cpl_number = serializers.IntegerField(allow_null=True)
    reference = serializers.CharField(allow_blank=True)
    values = ValuesField()
    digest = serializers.CharField(
        help_text="SHA-256 of row, action, cpl_number, reference and values in canonical JSON."
    )
    given_number = serializers.IntegerField(allow_null=True)


class ReceiptSerializer(MarkedSerializer):
    """What you sent, word for word, and what became of it; paged by rows."""

    submission = serializers.IntegerField()
    title = serializers.CharField()
    state = serializers.ChoiceField(State.choices)
    sent_by = serializers.EmailField()
    organisation = serializers.CharField(allow_null=True)
    created_at = serializers.DateTimeField()
    submitted_at = serializers.DateTimeField(allow_null=True)
    decision = DecisionSerializer(allow_null=True)
    publication = serializers.IntegerField(allow_null=True)
    revision = serializers.IntegerField()
    digest = serializers.CharField(
        help_text="SHA-256 of the items' digests, one after the other in the order of rows."
    )
    count = serializers.IntegerField(help_text="Items in all.")
    next = serializers.URLField(allow_null=True, help_text="Null at the end.")
    results = ReceiptItemSerializer(many=True)
