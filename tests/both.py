"""
Run the whole suite on SQLite and then on PostgreSQL: `python -m tests.both [pytest arguments]`.

Assumptions: the last line says what ran on which; the exit status is not 0 unless both passed.
What asks no database runs on SQLite alone (tests/conftest.py), so it is no failure when of the
tests that passed there none is left for PostgreSQL.
"""

import os
import re
import signal
import subprocess
import sys
from collections.abc import Sequence
from contextlib import ExitStack

import psycopg
import pytest

from tests.postgres import NoServer, leave, server
from tests.template import NAMED_IN, ON_SERVER

PASSED, NOTHING_LEFT = pytest.ExitCode.OK, pytest.ExitCode.NO_TESTS_COLLECTED
WORKERS = os.environ.get("TEST_WORKERS") or str(min(os.cpu_count() or 1, 4))


def run_suite(arguments: Sequence[str], **environment: str) -> tuple[int, str]:
    """Run pytest, let its output through, and return its end and what its last line counted."""
    command = [sys.executable, "-m", "pytest", "-n", WORKERS, *arguments]
    outcome = "nothing ran"
    with subprocess.Popen(
        command, env=os.environ | environment, stdout=subprocess.PIPE, text=True
    ) as suite:
        assert suite.stdout is not None
        for line in suite.stdout:
            print(line, end="", flush=True)
            if counted := re.search(r"\d+ (?:passed|failed|error|skipped).*(?= in [\d.]+s)", line):
                outcome = counted[0]
    return suite.returncode, outcome


def server_version(url: str) -> str:
    """Return the major version of the server, such as 18."""
    with psycopg.connect(url, dbname="postgres") as connection:
        return str(connection.info.server_version // 10_000)


def migrating(**environment: str) -> subprocess.Popen[bytes]:
    """Begin to migrate the database that the workers copy.

    Where that fails there is none, each worker migrates, and its tests say what is wrong.
    """
    command = [sys.executable, "-m", "tests.template"]
    return subprocess.Popen(command, env=os.environ | environment)


def main(arguments: Sequence[str]) -> int:
    """Run both and say what ran where."""
    # A termination must pass through the end of `server`, or the server would outlive us.
    signal.signal(signal.SIGTERM, leave)
    with ExitStack() as until_the_end:
        url, template = "", None
        theirs = "TEST_DATABASE_URL" in os.environ
        try:
            url = until_the_end.enter_context(server())
        except NoServer as problem:
            print(problem, file=sys.stderr)
        on_server = {"TEST_DATABASE": "postgresql", "TEST_DATABASE_URL": url}
        if url and not theirs:
            # A server of ours alone: what is left there goes with it.
            template = until_the_end.enter_context(migrating(**on_server))
        with migrating(TEST_DATABASE="sqlite"):
            print("On SQLite:", flush=True)
        sqlite_ended, sqlite = run_suite(arguments, TEST_DATABASE="sqlite")
        name, ended, postgresql = "PostgreSQL", int(pytest.ExitCode.USAGE_ERROR), "nothing ran"
        if url:
            name = f"PostgreSQL {server_version(url)}"
            print(f"On {name}:", flush=True)
            if template and template.wait() == 0:
                on_server[NAMED_IN] = ON_SERVER
            ended, postgresql = run_suite(arguments, **on_server)
    print(f"{sqlite} on SQLite; {postgresql} on {name}", flush=True)
    both = sqlite_ended == PASSED and ended in (PASSED, NOTHING_LEFT)
    return 0 if both else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
