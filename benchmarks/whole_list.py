"""R2, the whole list: `python -m benchmarks.whole_list [--records 50000] [--times 3]`.

The registry and the peer serve the same 50,000 Device Models, one after the other, each from a
server with one process; their answers are held against each other before any figure is printed.
The database is SQLite in a folder that is thrown away; under `python -m tests.postgres` it is
PostgreSQL, thrown away as well.
"""

import argparse
import gzip
import json
import os
import sys
import tempfile
import time
from collections.abc import Mapping
from pathlib import Path

import dj_database_url
import django
import psycopg
from cryptography.hazmat.primitives.asymmetric import ec
from psycopg.sql import SQL, Identifier

from benchmarks.serving import Cost, Server, serving
from sec_registry.signing_keys import private_pem

PEER = "/peer/device-models/"
#: How much oftener the registry is asked than the peer, which takes long.
OFTENER = 10


def prepare(folder: Path) -> None:
    """Settings as in production, but for TLS and limits; nothing is kept."""
    os.environ.update(
        DEBUG="0",
        DJANGO_SETTINGS_MODULE="benchmarks.settings",
        REGISTRY_VAR=str(folder),
        SECRET_KEY="".join(chr(97 + place % 26) for place in range(60)),
        SIGNING_KEY=private_pem(ec.derive_private_key(2, ec.SECP256R1())),
        ALLOWED_HOSTS="127.0.0.1",
        SSL_REDIRECT="0",
        LOG_LEVEL="ERROR",
        THROTTLE_ANONYMOUS="0",
    )
    os.environ["DATABASE_URL"] = made_database(folder)
    django.setup()


def made_database(folder: Path) -> str:
    """The address of an empty database: on the server of `tests.postgres`, or a file."""
    url = os.environ.get("TEST_DATABASE_URL")
    if not url:
        return f"sqlite:///{folder}/benchmark.sqlite3"
    told = dj_database_url.parse(url)
    with psycopg.connect(
        host=told["HOST"],
        port=told["PORT"] or None,
        user=told["USER"],
        dbname="postgres",
        autocommit=True,
    ) as connection:
        connection.execute(SQL("CREATE DATABASE {}").format(Identifier(told["NAME"])))
    return url


def filled(records: int) -> tuple[int, float]:
    """Fill the registers and write the files as the worker does: last publication, seconds."""
    # Once the settings are there.
    from django.core.management import call_command  # noqa: PLC0415
    from django.utils import timezone  # noqa: PLC0415

    from benchmarks.filling import fill  # noqa: PLC0415
    from sec_registry.publications.files.ahead import whole_lists_write  # noqa: PLC0415
    from sec_registry.registers.models import Publication  # noqa: PLC0415

    call_command("migrate", verbosity=0)
    call_command("collectstatic", verbosity=0, interactive=False)
    fill(records)
    start = time.perf_counter()
    whole_lists_write(timezone.now())
    return Publication.objects.count(), time.perf_counter() - start


def compared(own: Mapping[str, Cost], peer: Mapping[str, Cost]) -> None:
    """Stop unless both sides say the same."""
    documents = json.loads(own["json"].body)["results"]
    if documents != json.loads(peer["json"].body):
        raise SystemExit("The registry and the peer do not list the same.")
    if own["csv"].body != peer["csv"].body:
        raise SystemExit("The tables of the registry and of the peer differ.")
    if gzip.decompress(own["json, gzip"].body) != own["json"].body:
        raise SystemExit("The compressed list is another one.")
    if own["json, unchanged"].status != 304:
        raise SystemExit("An unchanged list was sent again.")


def asked_of_registry(server: Server, publication: int, times: int) -> dict[str, Cost]:
    """What the registry answers, by the name of the line in the table."""
    address = f"/api/v1/publications/{publication}/cpl"
    plain = server.cost(f"{address}.json", times)
    tag = plain.headers["etag"]
    return {
        "json": plain,
        "json, gzip": server.cost(f"{address}.json", times, Accept_Encoding="gzip"),
        "csv": server.cost(f"{address}.csv", times),
        "json, unchanged": server.cost(f"{address}.json", 10 * times, If_None_Match=tag),
        "a view that does nothing": server.cost("/nothing/", 10 * times),
    }


def lines(own: Mapping[str, Cost], peer: Mapping[str, Cost]) -> list[str]:
    """The table."""
    listed = [
        "| answer | bytes | registry: first byte, all, processor, memory | peer: the same | × "
        "| × processor |",
        "|---|---|---|---|---|---|",
    ]
    for name, cost in own.items():
        other = peer.get(name.partition(",")[0]) if "unchanged" not in name else peer["json"]
        if name == "a view that does nothing":
            other = None
        ratio = f"{other.whole / cost.whole:,.0f}" if other else ""
        worked = f"{other.processor / cost.processor:,.0f}" if other and cost.processor else ""
        told = told_of(other) if other else ""
        listed.append(
            f"| {name} | {len(cost.body):,} | {told_of(cost)} | {told} | {ratio} | {worked} |"
        )
    return listed


def told_of(cost: Cost) -> str:
    """Milliseconds to the first byte, to the last and of processor time, and megabytes."""
    return (
        f"{cost.first_byte * 1000:,.1f} ms, {cost.whole * 1000:,.1f} ms, "
        f"{cost.processor * 1000:,.1f} ms, {cost.growth / 1e6:,.0f} MB"
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--records", type=int, default=50_000)
    parser.add_argument("--times", type=int, default=3, help="how often the peer is asked")
    parser.add_argument("--port", type=int, default=8190)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        prepare(Path(folder))
        publication, seconds = filled(arguments.records)
        with serving(arguments.port) as server:
            own = asked_of_registry(server, publication, arguments.times * OFTENER)
        with serving(arguments.port) as server:
            peer = {
                "json": server.cost(PEER, arguments.times),
                "csv": server.cost(f"{PEER}?format=csv", arguments.times),
            }
        compared(own, peer)
        sys.stdout.write("\n".join(lines(own, peer)) + "\n")
        sys.stdout.write(f"{arguments.records:,} records; files written in {seconds:.1f} s.\n")


if __name__ == "__main__":
    main()
