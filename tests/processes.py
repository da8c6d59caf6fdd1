"""Processes of tests: jobs that run at once on one database, and some that are killed."""

import multiprocessing
import os
import traceback
from collections.abc import Callable, Iterator
from multiprocessing.queues import Queue

from django.db import connection, connections

FORK = multiprocessing.get_context("fork")


def _alone() -> None:
    # A connection, and a pool's threads, must not be shared with a child.
    if connection.vendor == "postgresql":
        connection.close_pool()  # type: ignore[attr-defined]  # only this backend has one
    connections.close_all()


def _forget() -> None:
    # Django keeps one connection for a thread and another for a thread with an event loop, and a
    # browser's driver leaves one running. That loop is not the child's, so what is found here may
    # be the connection that nobody closed above, and every child would speak on it at once.
    for each in connections.all(initialized_only=True):
        del connections[each.alias]


def run_at_once(*jobs: Callable[[], str]) -> list[str]:
    """Run each job in a process of its own and return what they said, in no order."""
    _alone()
    answers: Queue[str] = FORK.Queue()

    def child(job: Callable[[], str]) -> None:
        _forget()
        try:
            answers.put(job())
        except Exception:  # the parent shows what went wrong
            answers.put(traceback.format_exc())
        finally:
            connections.close_all()

    processes = [FORK.Process(target=child, args=(job,)) for job in jobs]
    for process in processes:
        process.start()
    said = [answers.get(timeout=120) for _ in processes]
    for process in processes:
        process.join(timeout=30)
    return said


def run_and_die(job: Callable[[], object]) -> int | None:
    """Run the job in a process of its own; returns how it ended (-9: killed)."""
    return run_and_die_at_once(job)[0]


def run_and_die_at_once(*jobs: Callable[[], object]) -> list[int | None]:
    """Run each job in a process of its own; returns how each ended."""
    _alone()

    def child(job: Callable[[], object]) -> None:
        _forget()
        job()

    processes = [FORK.Process(target=child, args=(job,)) for job in jobs]
    for process in processes:
        process.start()
    for process in processes:
        process.join(timeout=60)
    return [process.exitcode for process in processes]


def run_stepwise(job: Callable[[Callable[[str], object]], object]) -> Iterator[str]:
    """Run the job in a process of its own, and yield what it tells, one thing after the other.

    It goes on when the next thing is asked for, and is killed when nothing more is.
    """
    _alone()
    (told, telling), (heard, going_on) = os.pipe(), os.pipe()

    def tell(step: str) -> None:
        os.write(telling, f"{step}\n".encode())
        os.read(heard, 1)

    def child() -> None:
        _forget()
        job(tell)

    process = FORK.Process(target=child)
    process.start()
    os.close(telling)
    os.close(heard)
    try:
        with open(told, encoding="utf-8") as lines:
            for line in lines:
                yield line.rstrip("\n")
                os.write(going_on, b".")
    finally:
        process.kill()
        process.join(timeout=60)
        os.close(going_on)
