"""The peer of upgrade pathways: what a user would write with the ORM over the live tables.

A search in breadth, one query for each Device Model it meets, as the framework's documentation
would have one write it. ``path_of_one`` asks nobody who they are, records nothing and tells the
steps to the newest alone; ``PeerPathways`` does what the registry's answer does: a token, a
permission, everything that can be reached with what stands in the way, a line of record.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from knox.auth import TokenAuthentication
from rest_framework import serializers
from rest_framework.permissions import BasePermission, IsAuthenticated
from rest_framework.renderers import JSONRenderer
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import ViewSet

from accounts.authentication import BearerAuthentication
from accounts.models import Organisation
from cpl.choices import Status
from cpl.models import DeviceModel
from firmware.choices import PathwayState
from firmware.models import UpgradePathway
from firmware.register import FIR
from sec_registry.registers.disclosure import Channel, disclose
from sec_registry.registers.models import Delivery, DeliveryState, Disclosure

IDENTITY = ("manufacturer", "model_identifier", "hardware_version", "firmware_version")


def ways_from(start: int) -> tuple[dict[int, int], list[int]]:
    """By Device Model that is reached the one before it, and those that nothing follows on."""
    before: dict[int, int] = {}
    ends: list[int] = []
    wave = [start]
    while wave:
        found = []
        for number in wave:
            onward = UpgradePathway.objects.filter(
                baseline=number,
                state=PathwayState.DECLARED,
                device_model__status=Status.CURRENT,
            ).order_by("device_model")
            steps = [pathway.device_model_id for pathway in onward]
            if not steps:
                ends.append(number)
            for end in steps:
                if end not in before and end != start:
                    before[end] = number
                    found.append(end)
        wave = found
    return before, ends


def steps_to(goal: int, start: int, before: Mapping[int, int]) -> list[int]:
    """The shortest steps; none to where one is."""
    steps = [goal] if goal != start else []
    while steps and before[steps[0]] != start:
        steps.insert(0, before[steps[0]])
    return steps


def newest_of(ends: list[int]) -> int:
    """The one with the highest firmware version, then CPL number."""
    models = DeviceModel.objects.filter(pk__in=ends)
    return max(models, key=lambda model: (model.firmware_version, model.pk)).pk


def steps_to_newest(start: int) -> list[int]:
    """The shortest steps from the start to the newest that it reaches; none where it is that."""
    before, ends = ways_from(start)
    return steps_to(newest_of(ends), start, before)


def fleet(rows: Iterable[Mapping[str, Any]]) -> dict[int, list[int]]:
    """Row by row: by Device Model its steps."""
    planned: dict[int, list[int]] = {}
    for row in rows:
        if row["cpl_number"]:
            model = DeviceModel.objects.get(pk=row["cpl_number"])
        else:
            model = DeviceModel.objects.get(**{name: row[name] for name in IDENTITY})
        planned[model.pk] = steps_to_newest(model.pk)
    return planned


def path_of_one(request: HttpRequest, number: int) -> JsonResponse:
    """One device's path as a view."""
    return JsonResponse({"cpl_number": number, "steps": steps_to_newest(number)})


def floor(request: HttpRequest, number: int) -> HttpResponse:
    """What no answer to a reader of the repository can do without; it says nothing.

    The registry's own token, right and committed line of record, without a framework around them.
    """
    found = BearerAuthentication().authenticate(request)
    if found is None:
        return HttpResponse(status=401)
    person, token = found
    reach = FIR.reach(person)
    if not reach:
        return HttpResponse(status=403)
    channel = Channel("api", request.path, token_key=token.token_key)
    disclose(register=FIR, by=person, numbers=[number], right=reach.right, channel=channel)
    return HttpResponse(b"{}")


class IsPartyPerson(BasePermission):
    """People of a current SEC Party."""

    def has_permission(self, request: Request, view: Any) -> bool:
        today = timezone.localdate()
        parties = Organisation.objects.filter(Q(ceased_on=None) | Q(ceased_on__gt=today))
        return parties.filter(acceded_on__lte=today, people=request.user.pk).exists()


class WaySerializer(serializers.Serializer[Any]):
    cpl_number = serializers.IntegerField()
    steps = serializers.ListField(child=serializers.IntegerField())
    obstacles = serializers.ListField(child=serializers.CharField())


class PathwaysSerializer(serializers.Serializer[Any]):
    start = serializers.IntegerField()
    newest = serializers.ListField(child=serializers.IntegerField())
    target = serializers.IntegerField()
    reachable = WaySerializer(many=True)
    unreachable = serializers.ListField(child=serializers.IntegerField())


class PeerPathways(ViewSet):
    """One device's path, to whoever may see it, recorded."""

    authentication_classes = [TokenAuthentication]
    permission_classes = [IsAuthenticated, IsPartyPerson]
    throttle_classes = []
    renderer_classes = [JSONRenderer]

    def retrieve(self, request: Request, number: int) -> Response:
        start = DeviceModel.objects.filter(pk=number).first()
        if start is None:
            raise Http404
        before, ends = ways_from(number)
        reached = DeviceModel.objects.filter(pk__in=before).select_related("image")
        models = {model.pk: model for model in reached}
        loaded = set(
            Delivery.objects.filter(cpl_number__in=before, state=DeliveryState.LOADED).values_list(
                "cpl_number", flat=True
            )
        )
        family = DeviceModel.objects.filter(
            device_type=start.device_type,
            manufacturer=start.manufacturer_id,
            model_identifier=start.model_identifier,
            hardware_version=start.hardware_version,
        )
        others = [model.pk for model in family if model.pk != number and model.pk not in before]
        told = {
            "start": number,
            "newest": sorted(ends),
            "target": newest_of(ends),
            "reachable": [_way(goal, number, before, models, loaded) for goal in before],
            "unreachable": others,
        }
        with transaction.atomic():
            Disclosure.objects.create(
                at=timezone.now(),
                register="firmware",
                outcome=Disclosure.Outcome.DISCLOSED,
                person=request.user.email,
                organisation=request.user.organisation.name,
                right="SEC Party",
                channel="api",
                route=request.path,
                numbers=sorted({number, *before, *others}),
            )
        return Response(PathwaysSerializer(told).data)


def _way(
    goal: int,
    start: int,
    before: Mapping[int, int],
    models: Mapping[int, DeviceModel],
    loaded: set[int],
) -> dict[str, Any]:
    steps = steps_to(goal, start, before)
    obstacles = []
    for step in steps:
        if models[step].image is None:
            obstacles.append("no_hash")
        if step not in loaded:
            obstacles.append("not_loaded")
        if models[step].device_type_id == "CH":
            obstacles.append("upgraded_by_dcc")
    return {"cpl_number": goal, "steps": steps, "obstacles": obstacles}
