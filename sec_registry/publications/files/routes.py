"""The routes of whole lists, beside those of publications."""

from django.urls import URLPattern, path

from sec_registry.publications.files.api import (
    DeviceModelsCsv,
    DeviceModelsJson,
    FirmwareCsv,
    FirmwareJson,
    WholeList,
)

_LISTS: dict[str, type[WholeList]] = {
    "publications/<str:number>/cpl.json": DeviceModelsJson,
    "publications/<str:number>/cpl.csv": DeviceModelsCsv,
    "firmware/publications/<str:number>/firmware.json": FirmwareJson,
    "firmware/publications/<str:number>/firmware.csv": FirmwareCsv,
}

urlpatterns: list[URLPattern] = [
    path(
        address,
        view.as_view({"get": "retrieve"}),
        name=f"whole-{view.register}-{view.form.suffix}",
    )
    for address, view in _LISTS.items()
]
