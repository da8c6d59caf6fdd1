"""Questions that a machine makes up from the schema, right ones and wrong ones, by every role.

Nothing breaks, and nobody meets a restricted word that is not theirs. The same questions are asked
every time; ``SCHEMA_EXAMPLES`` asks more of them. To make a question up takes longer than to ask
it: each is made up once and asked by everybody, each time of the world as it was.
"""

import os
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest
import requests
import schemathesis
from django.test import Client
from drf_spectacular.generators import SchemaGenerator
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from schemathesis import GenerationMode

from tests.access.people import Who
from tests.access.walks import body_of
from tests.access.world import World
from tests.stage import as_it_was

EXAMPLES = int(os.environ.get("SCHEMA_EXAMPLES", "2"))
SETTINGS = settings(
    max_examples=EXAMPLES,
    derandomize=True,
    database=None,
    deadline=None,
    suppress_health_check=list(HealthCheck),
)
#: What is there, so that not every question is about nothing.
KEYS = ("granted", "hub", "removed", "draft", "in_review", "accepted", "token")


def operations(mode: GenerationMode) -> Iterator[Any]:
    """Everything that the schema says can be asked in the way of the mode."""
    generator: Any = SchemaGenerator  # which carries no types
    found: Any
    for found in schemathesis.openapi.from_dict(
        generator().get_schema(public=True)
    ).get_all_operations():
        operation = found.ok()
        takes = operation.path_parameters or operation.query or operation.body
        # Where nothing is taken there is nothing to be wrong about.
        if takes or mode == GenerationMode.POSITIVE:
            yield operation


def sent(client: Client, wish: requests.PreparedRequest) -> Any:
    """The answer to the question."""
    headers = {name: str(value) for name, value in wish.headers.items()}
    kind = headers.pop("Content-Type", "application/octet-stream")
    headers.pop("Authorization", None)
    body = wish.body.encode() if isinstance(wish.body, str) else wish.body or b""
    return client.generic(str(wish.method), wish.path_url, body, kind, headers=headers)


@dataclass
class Answers:
    """What came of the questions: what went wrong, and every status that each person met."""

    wrong: list[str] = field(default_factory=list)
    statuses: dict[Who, set[int]] = field(default_factory=lambda: defaultdict(set))


def ask_about(world: World, operation: Any, mode: GenerationMode, kept: Answers) -> None:
    """Make up questions about one operation, have everybody ask them, and keep what came of it."""
    clients = {who: world.signed_in.bearer(who) for who in Who}
    keys = st.sampled_from([None, *(world.keys[name] for name in KEYS)])

    @SETTINGS
    @given(case=operation.as_strategy(generation_mode=mode), key=keys)
    def ask(case: Any, key: int | None) -> None:
        if key is not None and "number" in case.path_parameters:
            case.path_parameters["number"] = key
        wish = requests.Request(**case.as_transport_kwargs(base_url="http://testserver")).prepare()
        for who, client in clients.items():
            with as_it_was():
                answer = sent(client, wish)
                met = world.canaries.found_in(body_of(answer) + str(answer.headers))
            kept.statuses[who].add(answer.status_code)
            place = f"{who}: {operation.method.upper()} {operation.path}: {answer.status_code}"
            if answer.status_code >= 500:
                kept.wrong.append(f"{place} {case.body!r:.200} {case.query}")
            if leaks := world.canaries.kept_from(who, met):
                kept.wrong.append(f"{place} {sorted(leaks)[:3]}")

    ask()


@pytest.mark.parametrize("mode", [GenerationMode.POSITIVE, GenerationMode.NEGATIVE])
def test_no_question_breaks_anything_or_meets_what_is_not_ones_own(
    world: World, mode: GenerationMode
) -> None:
    kept = Answers()
    for operation in operations(mode):
        ask_about(world, operation, mode, kept)

    assert kept.wrong == [], "\n".join(kept.wrong)
    # Otherwise nothing was asked that has an answer, or nothing that has none.
    expected = 200 if mode == GenerationMode.POSITIVE else 400
    assert [who for who in Who if expected not in kept.statuses[who]] == []
