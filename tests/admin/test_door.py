"""Admins that would walk past the read door are refused when they are imported."""

from typing import Any

import pytest
from django.contrib import admin

from cpl.models import DeviceModel
from firmware.models import FirmwareRecord
from sec_registry.registers.admin import ReadOnlyPages, RegisterAdmin, choice_filter
from tests.admin.desk import Cast, page


def test_an_admin_that_names_no_register_is_refused() -> None:
    with pytest.raises(TypeError, match="which register"):
        type("Nameless", (RegisterAdmin,), {})


def test_an_admin_that_reads_by_itself_is_refused() -> None:
    def get_queryset(self: Any, request: Any) -> Any:
        return FirmwareRecord.objects.all()

    with pytest.raises(TypeError, match="past its register's door"):
        type("Burglar", (RegisterAdmin,), {"register": "firmware", "get_queryset": get_queryset})


def test_an_admin_that_reads_by_a_mixin_is_refused() -> None:
    mixin = type("Ladder", (), {"get_queryset": lambda self, request: None})

    with pytest.raises(TypeError, match="past its register's door"):
        type("Burglar", (mixin, RegisterAdmin), {"register": "firmware"})


def test_an_admin_of_another_model_is_refused() -> None:
    other = type("Muddle", (RegisterAdmin,), {"register": "firmware"})

    with pytest.raises(TypeError, match="another model"):
        other(DeviceModel, admin.site)


@pytest.mark.parametrize("entry", ["status", ("status", admin.FieldListFilter)])
def test_a_filter_that_takes_a_requests_words_is_refused(entry: Any) -> None:
    with pytest.raises(TypeError, match="EnumeratedFilter"):
        type("Loose", (ReadOnlyPages,), {"list_filter": (entry,)})


def test_filters_of_every_column_narrow_the_list(cast: Cast) -> None:
    address, client = page("cpl_devicemodel_changelist"), cast.client("auditor")
    queries = {
        "device_type=ESME": 2,
        "device_type=GSME": 0,
        "generation=SMETS2%2B": 2,
        "manufacturer=FA0A": 2,
        "q=00000001&status=CURRENT": 1,
        "q=imaginary+one": 2,
        "q=00000002": 1,
    }

    found = {q: client.get(f"{address}?{q}").context["cl"].result_count for q in queries}

    assert found == queries


def test_a_filter_is_a_class_of_its_own() -> None:
    one = choice_filter("state", "state", [("a", "A")])
    other = choice_filter("kind", "kind", [("b", "B")])

    assert (one.parameter_name, other.parameter_name) == ("state", "kind")


@pytest.mark.parametrize(
    "address",
    [
        # Adding a Device Model makes a draft; the form has tests of its own.
        "cpl/manufacturer/add/",
        "firmware/firmwarerecord/add/",
        "zigbee/zigbeerecord/add/",
        "cpl/devicemodel/1/delete/",
        "cpl/manufacturer/1/delete/",
        "firmware/firmwarerecord/1/delete/",
        "zigbee/zigbeerecord/1/delete/",
    ],
)
def test_the_registers_have_no_address_for_writing(cast: Cast, address: str) -> None:
    # The stock admin sends an unknown address on to the change page of an object of that name.
    statuses = {
        cast.client(who).post(f"/admin/{address}").status_code
        for who in ("superuser", "administrator", "ssc")
    }

    assert statuses <= {403, 404}


@pytest.mark.parametrize(
    "name", ["cpl_devicemodel_change", "firmware_firmwarerecord_change", "cpl_manufacturer_change"]
)
def test_a_record_is_not_saved_from_its_page(cast: Cast, name: str) -> None:
    key = "FA0A" if "manufacturer" in name else cast.numbers[0]

    answers = [cast.client(who).post(page(name, key)) for who in ("administrator", "superuser")]

    assert {answer.status_code for answer in answers} == {403}
