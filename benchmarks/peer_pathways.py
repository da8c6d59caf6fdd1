"""The peer of upgrade pathways: what a user would write with the ORM over the live tables.

A search in breadth, one query for each Device Model it meets, as the framework's documentation
would have one write it; nobody is asked who they are and nothing is recorded, to its advantage.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from django.http import HttpRequest, JsonResponse

from cpl.choices import Status
from cpl.models import DeviceModel
from firmware.choices import PathwayState
from firmware.models import UpgradePathway

IDENTITY = ("manufacturer", "model_identifier", "hardware_version", "firmware_version")


def steps_to_newest(start: int) -> list[int]:
    """The shortest steps from the start to the newest that it reaches; none where it is that."""
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
    models = DeviceModel.objects.filter(pk__in=ends)
    target = max(models, key=lambda model: (model.firmware_version, model.pk)).pk
    steps = [target] if target != start else []
    while steps and before[steps[0]] != start:
        steps.insert(0, before[steps[0]])
    return steps


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
