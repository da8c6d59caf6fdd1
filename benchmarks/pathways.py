"""R4: `python -m benchmarks.pathways [--records 50000] [--rows 100000] [--peer 300]`.

One device's path, and the plan of a fleet, by the registry and by the peer in one process, through
the whole of the framework for single answers. Processor time is told, so that the ratios hold on a
machine that does other things; on PostgreSQL that of the database is not in it. Both sides' answers
are held against each other before any figure is printed. The registry asks who reads, by a token,
and commits a line of record; one peer does the same and tells the same, the other one asks nobody,
records nothing and tells one way alone. The peer plans ``--peer`` rows of the fleet; its time for
all of them follows from that.
The database is SQLite in a folder that is thrown away, or that of `python -m tests.postgres`.
"""

import argparse
import io
import json
import resource
import sys
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from benchmarks.whole_list import prepare

OWN = "/api/v1/firmware/pathways/{}/"
PEER = "/peer/pathways/{}/"
LIKE = "/peer/read-pathways/{}/"
FLOOR = "/floor/{}/"
NOTHING = "/nothing/"
PLANS = "/api/v1/firmware/fleet-plans/"
#: Every third row of the fleet names its devices as DUIS does.
DUIS_EVERY = 3
ASKED = 200


def timed(work: Callable[[], Any]) -> tuple[float, Any]:
    """Processor seconds, and what came of it."""
    start = time.process_time()
    made = work()
    return time.process_time() - start, made


def fleet_of(rows: int, records: int) -> tuple[str, list[dict[str, Any]]]:
    """A fleet as csv, and as the peer takes it; spread over all Device Models."""
    from benchmarks.generate_workbook import rows as listed  # noqa: PLC0415

    models = list(listed(records))
    plain: list[dict[str, Any]] = []
    lines = ["CPL number,Manufacturer code,DUIS model,Firmware version,Count"]
    for place in range(rows):
        number = place * 7_919 % records + 1
        model = models[number - 1]
        identity = {
            "manufacturer": model["Manufacturer code"],
            "model_identifier": model["Model identifier"],
            "hardware_version": model["Hardware version"],
            "firmware_version": model["Firmware version"],
        }
        if place % DUIS_EVERY:
            lines.append(f"{number},,,,{place % 50 + 1}")
            plain.append({"cpl_number": number})
        else:
            code = f"{identity['model_identifier']}{identity['hardware_version']}"
            firmware = identity["firmware_version"]
            maker = identity["manufacturer"]
            lines.append(f",{maker},{code},{firmware},{place % 50 + 1}")
            plain.append({"cpl_number": 0, **identity})
    return "\n".join(lines) + "\n", plain


def single(own: Any, bare: Any, numbers: Sequence[int]) -> list[tuple[str, float]]:
    """Seconds of each side for one device's path; stops unless all say the same."""
    sides = (("registry", own, OWN), ("peer", own, LIKE), ("bare peer", bare, PEER))
    told: dict[str, list[Any]] = {}
    found = []
    limits = (("floor", own, FLOOR), ("nothing", bare, NOTHING))
    for name, client, address in (*sides, *limits):
        client.get(address.format(numbers[0]))
        spent, answers = timed(lambda c=client, a=address: [c.get(a.format(n)) for n in numbers])
        found.append((name, spent / len(numbers)))
        if any(answer.status_code != 200 for answer in answers):
            raise SystemExit(f"{address} is refused.")
        if (name, client, address) in sides:
            told[name] = [json.loads(answer.content) for answer in answers]
    for one, like, plain in zip(*told.values(), strict=True):
        if _plainly(one) != like or _steps(one) != plain["steps"]:
            raise SystemExit(f"The sides do not say the same of CPL {plain['cpl_number']}.")
    return found


def _plainly(told: Mapping[str, Any]) -> dict[str, Any]:
    """The registry's answer as the peer says it."""
    ways = [
        {**each, "obstacles": [obstacle["kind"] for obstacle in each["obstacles"]]}
        for each in told["reachable"]
    ]
    return {
        **{name: told[name] for name in ("start", "newest", "target")},
        "reachable": [{name: each[name] for name in _WAY} for each in ways],
        "unreachable": [each["cpl_number"] for each in told["unreachable"]],
    }


_WAY = ("cpl_number", "steps", "obstacles")


def _steps(told: Mapping[str, Any]) -> list[int]:
    reached = {each["cpl_number"]: each["steps"] for each in told["reachable"]}
    steps: list[int] = reached.get(told["target"], [])
    return steps


def measured(records: int, rows: int, peers: int, asked: int) -> list[str]:
    """The table."""
    from django.test import Client  # noqa: PLC0415

    from accounts.models import User  # noqa: PLC0415
    from accounts.services import token_issue  # noqa: PLC0415
    from benchmarks.peer_pathways import fleet, steps_to_newest  # noqa: PLC0415
    from firmware.compiled import graph_at  # noqa: PLC0415
    from firmware.fleet.from_csv import inventory_from_csv  # noqa: PLC0415
    from firmware.fleet.goals import Goal  # noqa: PLC0415
    from firmware.fleet.plan import fleet_plan  # noqa: PLC0415
    from firmware.pathways.answer import onward_from  # noqa: PLC0415
    from firmware.register import FIR  # noqa: PLC0415
    from sec_registry.registers.models import Publication  # noqa: PLC0415

    person: User = _party_person()
    _, clear = token_issue(user=person, by=person)
    own = Client(SERVER_NAME="127.0.0.1", headers={"authorization": f"Bearer {clear}"})
    last = Publication.objects.count()
    reach = FIR.reach(person)
    compiling, graph = timed(lambda: graph_at(last, reach=reach))
    numbers = [place * 7_919 % records + 1 for place in range(asked)]
    answered = single(own, Client(SERVER_NAME="127.0.0.1"), numbers)
    again = single(own, Client(SERVER_NAME="127.0.0.1"), numbers)
    core, _ = timed(lambda: [onward_from(graph, number) for number in numbers])
    searching, _ = timed(lambda: [steps_to_newest(number) for number in numbers])
    text, plain = fleet_of(rows, records)
    reading, inventory = timed(lambda: inventory_from_csv(io.BytesIO(text.encode())))
    planning, plan = timed(lambda: fleet_plan(inventory.devices, graph, Goal()))
    ways, expected = timed(lambda: fleet(plain[:peers]))
    found = {group.cpl_number: list(group.way.steps) for group in plan.groups}
    if any(found[number] != steps for number, steps in expected.items()):
        raise SystemExit("The sides do not plan the same.")
    everything, answer = timed(lambda: own.generic("POST", PLANS, text, content_type="text/csv"))
    if answer.status_code != 200:
        raise SystemExit(answer.content[:500].decode())
    all_of_theirs = ways / peers * rows
    both, moves = reading + planning, sum(map(len, plan.waves))
    grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return [
        "| workload | registry | peer | × |",
        "|---|---|---|---|",
        *(_compared(*each) for each in (("first", answered), ("again", again))),
        f"| the same without the framework: worked out | {core / asked * 1000:.3f} ms "
        f"| {searching / asked * 1000:.2f} ms | {searching / core:.0f} |",
        f"| fleet of {rows:,}: read and planned | {both:.2f} s ({reading:.2f} + {planning:.2f}) "
        f"| {all_of_theirs:,.0f} s (from {peers:,} rows) | {all_of_theirs / both:,.0f} |",
        f"| the same over the API, recorded, contacts and notes | {everything:.2f} s | "
        f"{all_of_theirs:,.0f} s | {all_of_theirs / everything:,.0f} |",
        "",
        f"{records:,} Device Models, {len(plan.groups):,} groups, {moves:,} rows of waves; "
        f"graph compiled in {compiling:.2f} s; answer of {len(answer.content):,} bytes; the "
        f"process took {grown:,.0f} MiB at most.",
    ]


def _compared(when: str, answered: Sequence[tuple[str, float]]) -> str:
    """The line of whole answers: beside both peers, and what no answer can do without."""
    ours, like, bare, floor, nothing = (spent * 1000 for _, spent in answered)
    return (
        f"| one device's path, whole answer, {when} | {ours:.2f} ms | {like:.2f} ms; bare "
        f"{bare:.2f} ms; token, right and record alone {floor:.2f} ms; a view that does nothing "
        f"{nothing:.2f} ms | {like / ours:.1f}; bare "
        f"{bare / ours:.1f} |"
    )


def _party_person() -> Any:
    from django.utils import timezone  # noqa: PLC0415

    from accounts.services import organisation_add, user_add  # noqa: PLC0415

    by, today = "benchmark", timezone.localdate()
    party = organisation_add(by=by, name="R4", party_signifier="R4", acceded_on=today)
    email = "r4@benchmark.example"
    return user_add(by=by, email=email, name="R4", password="f" * 40, organisation=party)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--records", type=int, default=50_000)
    parser.add_argument("--rows", type=int, default=100_000)
    parser.add_argument("--times", type=int, default=1, help="rounds of single answers")
    parser.add_argument("--peer", type=int, default=300, help="rows that the peer plans")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        prepare(Path(folder))
        from django.core.management import call_command  # noqa: PLC0415

        from benchmarks.filling import fill  # noqa: PLC0415
        from cpl.register import CPL  # noqa: PLC0415
        from firmware.register import FIR  # noqa: PLC0415

        call_command("migrate", verbosity=0)
        fill(arguments.records, (CPL, FIR))
        asked = ASKED * arguments.times
        lines = measured(arguments.records, arguments.rows, arguments.peer, asked)
        sys.stdout.write("\n".join(lines) + "\n")


if __name__ == "__main__":
    main()
