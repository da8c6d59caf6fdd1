"""Lists as tables: columns made of what JSON says, whatever its members are."""

from datetime import UTC, datetime
from typing import Any

from rest_framework import serializers

from sec_registry.registers.listed import rows_told
from sec_registry.registers.tables import MARKING_COLUMNS


class DecisionSerializer(serializers.Serializer[Any]):
    by = serializers.CharField()
    at = serializers.DateTimeField()


class ResultSerializer(serializers.Serializer[Any]):
    cpl_number = serializers.IntegerField()
    decision = DecisionSerializer(allow_null=True)
    states = serializers.DictField()
    radios = DecisionSerializer(many=True)


def test_members_of_members_and_several_values_become_cells() -> None:
    results: list[dict[str, Any]] = [
        {"cpl_number": 1, "scope": {"kind": "record", "values": ["1", "2"]}, "overdue": False},
        {
            "cpl_number": 2,
            "scope": {"kind": "all", "values": []},
            "overdue": True,
            "radios": [{"stack_version": "Tower 1"}, {"stack_version": None}],
            "Firmware version": "0000000A",
        },
    ]

    rows = list(rows_told(results, ["Keep it", "Reader", "Now"]))

    assert rows == [
        [
            "CPL number",
            "Scope: kind",
            "Scope: values",
            "Overdue",
            "Radios: stack version",
            "Firmware version",
            *MARKING_COLUMNS,
        ],
        ["1", "record", "1; 2", "no", "", "", "Keep it", "Reader", "Now"],
        ["2", "all", "", "yes", "Tower 1; ", "0000000A", "Keep it", "Reader", "Now"],
    ]


def test_described_columns_are_there_whatever_the_results_hold() -> None:
    decided: dict[str, Any] = {
        "cpl_number": 1,
        "decision": {"by": "Ann", "at": datetime(2027, 1, 31, tzinfo=UTC)},
        "states": {"sent": 2, "failed": 0},
        "radios": [],
    }
    waiting: dict[str, Any] = {**decided, "cpl_number": 2, "decision": None}
    waiting["states"] = {"sent": 1, "failed": 3}
    fixed = ["CPL number", "Decision: by", "Decision: at"]

    nothing = list(rows_told([], [], ResultSerializer))
    rows = list(rows_told([decided, waiting], [], ResultSerializer))

    assert nothing == [[*fixed, "States", "Radios: by", "Radios: at"]]
    assert rows == [
        [*fixed, "States: sent", "States: failed", "Radios: by", "Radios: at"],
        ["1", "Ann", "2027-01-31T00:00:00Z", "2", "0", "", ""],
        ["2", "", "", "1", "3", "", ""],
    ]
