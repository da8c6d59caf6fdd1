"""The web server as in production, with one process, and what an answer costs it."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from statistics import median

HOST = "127.0.0.1"
PATIENCE = 120.0


@dataclass(frozen=True)
class Cost:
    """Of one kind of answer: seconds, its body, and how much memory it took.

    ``first_byte`` and ``whole`` are medians by the clock, ``processor`` is the mean of the server's
    own processor time, which says the same on a machine that does other things besides.
    """

    first_byte: float
    whole: float
    processor: float
    body: bytes
    status: int
    headers: Mapping[str, str]
    growth: int


class Server:
    """A running server."""

    def __init__(self, port: int, process: "subprocess.Popen[bytes]") -> None:
        self._port = port
        self._process = process

    def cost(self, address: str, times: int, **headers: str) -> Cost:
        """Ask so many times, after one time that does not count."""
        connection = HTTPConnection(HOST, self._port, timeout=600)
        asked = {name.replace("_", "-"): value for name, value in headers.items()}
        _ask(connection, address, asked)
        before, worked = self._memory("VmRSS", forget=True), self._worked()
        found = [_ask(connection, address, asked) for _ in range(times)]
        worked = self._worked() - worked
        growth = self._memory("VmHWM") - before
        _, _, body, status, given = found[-1]
        connection.close()
        return Cost(
            first_byte=median(each[0] for each in found),
            whole=median(each[1] for each in found),
            processor=worked / times,
            body=body,
            status=status,
            headers=given,
            growth=max(growth, 0),
        )

    def _worked(self) -> float:
        """Seconds of processor time that the server's processes have used."""
        ticks = 0
        for pid in _family(self._process.pid):
            # Behind the name, which may hold blanks.
            stat = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
            ticks += int(stat[11]) + int(stat[12])
        return ticks / os.sysconf("SC_CLK_TCK")

    def _memory(self, name: str, *, forget: bool = False) -> int:
        """Bytes over the server's processes; ``forget`` begins the high-water mark anew."""
        total = 0
        for pid in _family(self._process.pid):
            for line in Path(f"/proc/{pid}/status").read_text().splitlines():
                if line.startswith(f"{name}:"):
                    total += int(line.split()[1]) * 1024
            if forget:
                Path(f"/proc/{pid}/clear_refs").write_text("5")
        return total


@contextmanager
def serving(port: int) -> Iterator[Server]:
    """A server with one process for as long as the block takes."""
    granian = str(Path(sys.executable).with_name("granian"))
    address = ["--host", HOST, "--port", str(port), "--interface", "wsgi", "--workers", "1"]
    command = [granian, *address, "--log-level", "error", "sec_registry.wsgi:application"]
    with subprocess.Popen(command, env=os.environ, stdin=subprocess.DEVNULL) as process:
        try:
            _wait(port, process)
            yield Server(port, process)
        finally:
            process.terminate()


def _wait(port: int, process: "subprocess.Popen[bytes]") -> None:
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end and process.poll() is None:
        connection = HTTPConnection(HOST, port, timeout=10)
        try:
            if _ask(connection, "/nothing/", {})[3] == 200:
                return
        except (OSError, HTTPException):
            time.sleep(0.2)
        finally:
            connection.close()
    raise SystemExit("The server does not answer.")


def _ask(
    connection: HTTPConnection, address: str, headers: Mapping[str, str]
) -> tuple[float, float, bytes, int, Mapping[str, str]]:
    start = time.perf_counter()
    connection.request("GET", address, headers=dict(headers))
    answer = connection.getresponse()
    first = answer.read(1)
    first_byte = time.perf_counter() - start
    body = first + answer.read()
    whole = time.perf_counter() - start
    return first_byte, whole, body, answer.status, dict(answer.getheaders())


def _family(pid: int) -> Iterator[int]:
    yield pid
    for task in Path(f"/proc/{pid}/task").iterdir():
        for child in (task / "children").read_text().split():
            yield from _family(int(child))
