"""The shapes of what is answered: they list members and decide nothing."""

from typing import Any

from rest_framework import serializers

from sec_registry.registers.findings import Level
from sec_registry.submissions.lifecycle import State, Step


class MarkedSerializer(serializers.Serializer[Any]):
    """What says who may see an answer that shows something of a restricted register."""

    markings = serializers.ListField(
        child=serializers.CharField(), help_text="Who may see this; empty: nothing restricted."
    )


class MakerSerializer(serializers.Serializer[Any]):
    """Who made a submission."""

    name = serializers.CharField()
    email = serializers.EmailField()
    organisation = serializers.CharField(
        allow_null=True, help_text="Null where it was keyed in on behalf of another."
    )


class OnBehalfToldSerializer(serializers.Serializer[Any]):
    """For whom the Panel's staff keyed it in."""

    organisation = serializers.CharField()
    person = serializers.CharField()
    reference = serializers.CharField()


class DecisionSerializer(serializers.Serializer[Any]):
    """How a submission ended: who decided, when and why."""

    by = serializers.EmailField()
    at = serializers.DateTimeField()
    reason = serializers.CharField(allow_blank=True)


class FindingCountsSerializer(serializers.Serializer[Any]):
    """How many findings there are of which you may know."""

    problem = serializers.IntegerField(help_text="Each of them is in the way.")
    advisory = serializers.IntegerField(help_text="Each needs a waiver of the Panel.")
    note = serializers.IntegerField()


class SubmissionSerializer(serializers.Serializer[Any]):
    """A submission: where it stands, without what is in it."""

    id = serializers.IntegerField()
    url = serializers.URLField()
    title = serializers.CharField()
    state = serializers.ChoiceField(State.choices)
    initial_load = serializers.BooleanField()
    on_behalf_of = OnBehalfToldSerializer(allow_null=True)
    made_by = MakerSerializer()
    created_at = serializers.DateTimeField()
    submitted_at = serializers.DateTimeField(allow_null=True)
    decision = DecisionSerializer(allow_null=True)
    publication = serializers.IntegerField(
        allow_null=True, help_text="The one that its acceptance made."
    )
    revision = serializers.IntegerField(help_text="Counts the changes of its content.")
    items = serializers.IntegerField(help_text="How many.")
    findings = FindingCountsSerializer()


class SubmissionPageSerializer(serializers.Serializer[Any]):
    """A page of submissions, the newest first."""

    next = serializers.URLField(allow_null=True, help_text="Null at the end.")
    count = serializers.IntegerField(required=False, help_text="With count=true.")
    results = SubmissionSerializer(many=True)


class RuleBreachedSerializer(serializers.Serializer[Any]):
    """A rule that has findings."""

    level = serializers.ChoiceField(Level.choices)
    rule = serializers.CharField()
    clause = serializers.CharField(help_text="Clause or policy.")
    sentence = serializers.CharField(help_text="What the rule demands.", allow_blank=True)
    count = serializers.IntegerField()


class FindingSerializer(serializers.Serializer[Any]):
    """What a rule has to say of one cell of one item."""

    id = serializers.IntegerField()
    level = serializers.ChoiceField(Level.choices)
    rule = serializers.CharField()
    clause = serializers.CharField(help_text="Clause or policy.")
    row = serializers.IntegerField(allow_null=True, help_text="Null: the submission as a whole.")
    column = serializers.CharField(allow_blank=True)
    pointer = serializers.CharField(
        allow_null=True,
        help_text="JSON Pointer to the cell in the draft as it was sent; null for a workbook's.",
    )
    message = serializers.CharField()
    found = serializers.CharField(allow_blank=True)
    expected = serializers.CharField(allow_blank=True)
    masked = serializers.BooleanField(
        help_text="It rests on data that you may not read: level, rule and row are all there is."
    )
    waived = DecisionSerializer(allow_null=True, help_text="Who let it pass, when and why.")


class SubmissionInFullSerializer(SubmissionSerializer):
    """A submission: where it stands, which rules it breaks, what you may do with it now."""

    contributors = serializers.ListField(
        child=serializers.EmailField(), help_text="Who made or edited anything in it."
    )
    stale = serializers.BooleanField(
        help_text="The submission or the registers changed since the findings were worked out."
    )
    rules = RuleBreachedSerializer(many=True)
    steps = serializers.ListField(
        child=serializers.ChoiceField(Step.choices), help_text="What you may do now."
    )


class CheckedSubmissionSerializer(MarkedSerializer, SubmissionInFullSerializer):
    """The same with its first findings; the others stand under \"findings/\"."""

    first_findings = FindingSerializer(many=True)


class FindingPageSerializer(MarkedSerializer):
    """A page of findings."""

    stale = serializers.BooleanField(help_text='Run them again with "validate/".')
    next = serializers.URLField(allow_null=True, help_text="Null at the end.")
    count = serializers.IntegerField(required=False, help_text="With count=true.")
    results = FindingSerializer(many=True)


class RehearsedFindingSerializer(serializers.Serializer[Any]):
    """What a rule has to say of an item that was not stored."""

    level = serializers.ChoiceField(Level.choices)
    rule = serializers.CharField()
    clause = serializers.CharField(help_text="Clause or policy.")
    row = serializers.IntegerField(allow_null=True)
    column = serializers.CharField(allow_blank=True)
    pointer = serializers.CharField(allow_null=True)
    message = serializers.CharField()
    found = serializers.CharField(allow_blank=True)
    expected = serializers.CharField(allow_blank=True)


class RehearsalSerializer(MarkedSerializer):
    """What would be said of the draft, problems first; nothing of it was kept."""

    sendable = serializers.BooleanField(help_text="No problem is in the way.")
    findings = FindingCountsSerializer()
    results = RehearsedFindingSerializer(many=True)
    changes = serializers.DictField(
        child=serializers.IntegerField(), help_text="Fields that would change, by register."
    )


class AcceptedTogetherSerializer(serializers.Serializer[Any]):
    """The publication that came of accepting them."""

    publication = serializers.IntegerField()
    submissions = SubmissionInFullSerializer(many=True)
