"""
Serve the registry in the foreground, with its worker: `python -m sec_registry.serve --port 8000`.

Assumptions: this is `make run` on one machine, on the loopback address; production starts the same
server by its own means. The ready line appears when the server answers, not when it is started.
SIGTERM or Ctrl-C ends everything that was started here.
"""

import argparse
import os
import signal
import subprocess
import sys
import time
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from types import FrameType
from typing import Any

HOST = "127.0.0.1"
PATIENCE = 60.0  # seconds for the server to answer, on a slow machine
WATCH = 2.0  # seconds between two looks at whether server and worker live
GRACE = 30.0  # seconds to finish what is in hand, once asked to end


def _server(port: int) -> list[str]:
    """Return the command line of the web server."""
    granian = Path(sys.executable).with_name("granian")
    return [
        str(granian),
        *("--interface", "wsgi"),
        *("--host", HOST),
        *("--port", str(port)),
        *("--blocking-threads", "4"),
        *("--log-level", "warning"),
        "sec_registry.wsgi:application",
    ]


def _worker() -> list[str]:
    """Return the command line of the worker, which carries out what was decided for today."""
    return [sys.executable, str(Path(__file__).parent.parent / "manage.py"), "run_worker"]


def _answers(port: int) -> bool:
    """Say whether a web server answers, whatever it says."""
    connection = HTTPConnection(HOST, port, timeout=10)
    try:
        connection.request("GET", "/api/v1/health/")
        return connection.getresponse().status < 500
    except (OSError, HTTPException):
        return False
    finally:
        connection.close()


def _wait_until_ready(server: subprocess.Popen[bytes], port: int) -> bool:
    """Wait until the server answers; False when it ended or took too long."""
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline and server.poll() is None:
        if _answers(port):
            return True
        time.sleep(0.1)
    return False


def _started(command: list[str], environment: dict[str, str]) -> subprocess.Popen[bytes]:
    # A group of its own: what it started ends with it.
    return subprocess.Popen(command, stdin=subprocess.DEVNULL, env=environment, process_group=0)


def _ended(process: subprocess.Popen[Any]) -> None:
    """Wait for the end of a process that was asked to; one that does not listen is killed."""
    try:
        process.wait(timeout=GRACE)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def _leave(_signum: int, _frame: FrameType | None) -> None:
    raise KeyboardInterrupt


def serve(port: int) -> int:
    """Serve until stopped and return the exit status: 0 when somebody stopped it."""
    if _answers(port):
        print(f"Port {port} is taken: make run PORT=8001", file=sys.stderr)
        return 1
    signal.signal(signal.SIGTERM, _leave)
    # Links in notices lead to where this is served, unless somebody said otherwise.
    environment = {"PUBLIC_URL": f"http://{HOST}:{port}", **os.environ}
    server, worker = (_started(each, environment) for each in (_server(port), _worker()))
    try:
        if _wait_until_ready(server, port):
            print(f"Registry ready at http://{HOST}:{port}", flush=True)
        else:
            print(f"The server does not answer on port {port}.", file=sys.stderr)
            return 1
        while server.poll() is None:
            if worker.poll() is not None:
                # Killed, perhaps for its memory: what waits for it is not to wait for good.
                print("The worker ended; another one begins.", file=sys.stderr, flush=True)
                worker = _started(_worker(), environment)
            time.sleep(WATCH)
        return server.returncode
    except KeyboardInterrupt:
        return 0
    finally:
        for each in (server, worker):
            each.terminate()
        for each in (server, worker):
            _ended(each)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description="Serve the registry on this machine.")
    parser.add_argument("--port", type=int, default=8000)
    sys.exit(serve(parser.parse_args().port))
