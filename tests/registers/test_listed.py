"""Lists as tables: columns made of what JSON says, whatever its members are."""

from typing import Any

from sec_registry.registers.listed import rows_told


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

    rows = list(rows_told(results, ("Marking",), ["Keep it"]))

    assert rows == [
        [
            "CPL number",
            "Scope: kind",
            "Scope: values",
            "Overdue",
            "Radios: stack version",
            "Firmware version",
            "Marking",
        ],
        ["1", "record", "1; 2", "no", "", "", "Keep it"],
        ["2", "all", "", "yes", "Tower 1; ", "0000000A", "Keep it"],
    ]
