"""What a submission does to upgrade pathways, for those who may read the Firmware Repository."""

from dataclasses import asdict
from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from sec_registry.registers.caching import mark_restricted
from sec_registry.registers.queries import only_format
from sec_registry.registers.schema import with_problems
from sec_registry.submissions.api.door import TAGS, SubmissionView
from sec_registry.submissions.api.lists import NUMBER
from sec_registry.submissions.errors import NotForYou
from sec_registry.submissions.impact import impact_of
from sec_registry.submissions.impact_shapes import Impact as Told


class PlaceSerializer(serializers.Serializer[Any]):
    """A Device Model: by its CPL number, or by the row that is to be given one."""

    cpl_number = serializers.IntegerField(allow_null=True)
    row = serializers.IntegerField(allow_null=True)
    reference = serializers.CharField(allow_blank=True)
    submission = serializers.IntegerField(
        allow_null=True, help_text="The row's, where several submissions are told of together."
    )


class CauseSerializer(serializers.Serializer[Any]):
    """A step between two Device Models that opens or closes."""

    kind = serializers.CharField()
    baseline = PlaceSerializer(allow_null=True)
    device_model = PlaceSerializer()
    reason = serializers.CharField(allow_blank=True)
    row = serializers.IntegerField(allow_null=True, help_text="The row that says so.")
    submission = serializers.IntegerField(
        allow_null=True, help_text="The row's, where several submissions are told of together."
    )


class DeviceModelImpactSerializer(serializers.Serializer[Any]):
    """What happens to one Device Model."""

    device_model = PlaceSerializer()
    stranded = serializers.BooleanField(help_text="It could be upgraded, and no longer can.")
    losing = serializers.IntegerField(help_text="Destinations lost, all of them counted.")
    gaining = serializers.IntegerField(help_text="Destinations gained, all of them counted.")
    lost = PlaceSerializer(many=True)
    gained = PlaceSerializer(many=True)
    newest_before = PlaceSerializer(many=True)
    newest_after = PlaceSerializer(many=True)
    causes = CauseSerializer(many=True)


class LaterImpactSerializer(serializers.Serializer[Any]):
    """What removals planned for later do on their day, against what stands by then."""

    first = serializers.DateField(help_text="The day.")
    last = serializers.DateField(help_text="The same day; of very many days the last of the rest.")
    stranded = serializers.IntegerField()
    losing = serializers.IntegerField()
    gaining = serializers.IntegerField()
    complete = serializers.BooleanField(help_text="No Device Model is left out below.")
    device_models = DeviceModelImpactSerializer(many=True)


class ImpactSerializer(serializers.Serializer[Any]):
    """The impact: all Device Models counted, the first ones in full."""

    marking = serializers.CharField(help_text="Who may see this.")
    publication = serializers.IntegerField(
        allow_null=True,
        help_text="What it is told against, or the publication that brought it; null when the "
        "submission was turned down.",
    )
    happened = serializers.BooleanField(help_text="It was accepted.")
    stranded = serializers.IntegerField()
    losing = serializers.IntegerField()
    gaining = serializers.IntegerField()
    complete = serializers.BooleanField(help_text="No Device Model is left out below.")
    device_models = DeviceModelImpactSerializer(many=True)
    later = LaterImpactSerializer(
        many=True, help_text="What follows on the days for which removals are planned."
    )


class Impact(SubmissionView):
    """What a submission does to upgrade pathways."""

    @extend_schema(
        tags=TAGS,
        operation_id="submissions_impact",
        parameters=[NUMBER],
        responses=with_problems({200: ImpactSerializer}, 400, 401, 403, 404, 503),
    )
    def get(self, request: Request, number: str) -> Response:
        """Who is stranded, loses and gains destinations, and why (F2.17B: SEC Parties, Panel)."""
        only_format(request.query_params)
        submission = self.seen(number)
        impact = impact_of(submission=submission, by=self.person, channel=self.channel)
        return impact_answer(impact)


def impact_answer(impact: Told) -> Response:
    """The impact as the API says it; raises ``NotForYou``."""
    if not impact.readable:
        raise NotForYou("Upgrade pathways are for SEC Parties and the Panel (F2.17B).")
    told = asdict(impact)
    del told["readable"]
    return mark_restricted(Response(told), impact.marking)
