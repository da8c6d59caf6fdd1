"""`make run` says that the registry is ready when it is, and ends everything when it is stopped."""

import os
import signal
import socket
import subprocess
import sys
import time
from http.client import HTTPConnection
from pathlib import Path

import pytest

from sec_registry import serve
from tests.settings import TEST_DATABASE
from tests.template import migrated_folder

ROOT = Path(__file__).parent.parent

pytestmark = pytest.mark.skipif(
    TEST_DATABASE != "sqlite", reason="a server process with its own SQLite file"
)


@pytest.fixture
def port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


def status(port: int, path: str) -> int:
    connection = HTTPConnection("127.0.0.1", port, timeout=60)
    try:
        connection.request("GET", path)
        return connection.getresponse().status
    finally:
        connection.close()


def worker_of(server: int, *, other_than: int = 0) -> int:
    """The process that works beside the server; waited for."""
    for _ in range(600):
        for each in Path(f"/proc/{server}/task/{server}/children").read_text().split():
            if (
                int(each) != other_than
                and b"run_worker" in Path(f"/proc/{each}/cmdline").read_bytes()
            ):
                return int(each)
        time.sleep(0.1)
    raise AssertionError("There is no worker.")


def environment_of(process: int) -> dict[str, str]:
    """What was in the process's environment when it began."""
    lines = Path(f"/proc/{process}/environ").read_text().split("\0")
    return dict(line.split("=", 1) for line in lines if "=" in line)


@pytest.mark.django_db
def test_server_answers_once_it_says_so_and_ends_when_stopped(port: int, tmp_path: Path) -> None:
    environment = migrated_folder(tmp_path) | {"LOG_LEVEL": "ERROR"}
    command = [sys.executable, "-m", "sec_registry.serve", "--port", str(port)]
    with subprocess.Popen(
        command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True
    ) as server:
        assert server.stdout is not None
        line = server.stdout.readline()
        first = worker_of(server.pid)
        told = environment_of(first)["PUBLIC_URL"]
        os.kill(first, signal.SIGKILL)
        second = worker_of(server.pid, other_than=first)
        answers = [status(port, "/admin/login/"), status(port, "/static/admin/css/base.css")]
        server.send_signal(signal.SIGTERM)
        ended_with = server.wait(timeout=60)

    assert line == f"Registry ready at http://127.0.0.1:{port}\n"
    assert answers == [200, 200]
    assert told == f"http://127.0.0.1:{port}"
    assert second != first
    assert ended_with == 0
    with pytest.raises(ConnectionRefusedError):
        status(port, "/")


def test_a_process_that_does_not_listen_is_killed_with_what_it_started(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(serve, "GRACE", 0.1)
    deaf = "trap '' TERM; sleep 600 & echo $!; wait; sleep 600"
    with subprocess.Popen(
        ["sh", "-c", deaf], stdout=subprocess.PIPE, text=True, process_group=0
    ) as process:
        assert process.stdout is not None
        process.stdout.readline()
        process.terminate()
        serve._ended(process)

        assert process.returncode == -signal.SIGKILL
        # What it started held the other end of the pipe, and is gone with it.
        assert process.stdout.read() == ""
