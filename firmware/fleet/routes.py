"""The API's routes of fleet plans."""

from django.urls import URLPattern, path

from firmware.fleet.api import FleetInventoryPlan, FleetPlans, OneFleetInventory

_ROOT = "firmware/fleet-plans/"

urlpatterns: list[URLPattern] = [
    path(_ROOT, FleetPlans.as_view(), name="fleet-plans"),
    path(f"{_ROOT}<str:key>/", OneFleetInventory.as_view(), name="fleet-inventory"),
    path(f"{_ROOT}<str:key>/plan/", FleetInventoryPlan.as_view(), name="fleet-inventory-plan"),
]
