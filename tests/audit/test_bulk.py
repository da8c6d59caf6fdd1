"""Writes in sets leave the same history as single saves."""

from typing import Any

import pytest

from cpl.models import DeviceType
from sec_registry.audit.acting import acting
from sec_registry.audit.bulk import create_all, delete_all, update_all

pytestmark = pytest.mark.django_db


def device_type(code: str) -> DeviceType:
    return DeviceType(code=code, name="Fictional", specification="SMETS")


def history_of(code: str) -> list[dict[str, Any]]:
    """The history rows of a type but for what must differ: keys, codes and moments."""
    rows = DeviceType.history.filter(code=code).order_by("history_id").values()
    unlike = {"history_id", "history_date", "code"}
    return [{key: row[key] for key in row.keys() - unlike} for row in rows]


def test_history_of_sets_equals_history_of_single_saves() -> None:
    singly, in_a_set = device_type("ONE"), device_type("TWO")
    with acting(by="somebody", reason="because"):
        singly.save(force_insert=True)
        singly.position = 9
        singly.save()
        create_all(DeviceType, [in_a_set])
        in_a_set.position = 9
        update_all(DeviceType, [in_a_set], ["position"])
    assert [row["position"] for row in history_of("ONE")] == [0, 9]
    assert history_of("TWO") == history_of("ONE")


def test_deletion_of_a_set_leaves_last_rows() -> None:
    codes = ["X1", "X2"]
    with acting(by="somebody"):
        delete_all(DeviceType, create_all(DeviceType, [device_type(code) for code in codes]))
    kinds = {code: [row["history_type"] for row in history_of(code)] for code in codes}
    assert kinds == {"X1": ["+", "-"], "X2": ["+", "-"]}
    assert not DeviceType.objects.filter(code__in=codes).exists()


def test_queries_do_not_grow_with_the_rows(django_assert_max_num_queries: Any) -> None:
    many = [device_type(f"X{number}") for number in range(100)]
    with acting(by="somebody"), django_assert_max_num_queries(4):
        create_all(DeviceType, many)
