"""A client made by a stranger's generator from the schema alone: it creates, submits and follows.

What stands here is what a Manufacturer's programmer writes; nothing of the registry is imported
for it. The generator's own checks of the schema (names, types, references) come with it.
"""

import importlib
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from pytest_django.live_server_helper import LiveServer

from accounts.models import User
from accounts.services import token_issue
from tests.accounts.factories import OrganisationFactory, make_person
from tests.registry import make_panel
from tests.rows import Cells, numbered_row

pytestmark = pytest.mark.django_db(transaction=True)

PACKAGE = "made_registry_client"
#: Files of kinds that the generator does not know are bytes to it.
CONFIGURATION = """
post_hooks: []
content_type_overrides:
  application/x-tar: application/octet-stream
  text/csv: application/octet-stream
"""


@pytest.fixture(scope="module")
def made_client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ModuleType]:
    """The package that the generator makes."""
    folder = tmp_path_factory.mktemp("generated")
    schema, config = folder / "schema.yaml", folder / "config.yaml"
    config.write_text(CONFIGURATION)
    manage = [sys.executable, "manage.py", "spectacular", "--file", str(schema)]
    subprocess.run(manage, check=True, capture_output=True)
    generate = [
        Path(sys.executable).with_name("openapi-python-client"),
        *("generate", "--path", schema, "--meta", "none", "--fail-on-warning"),
        *("--config", config, "--output-path", folder / PACKAGE),
    ]
    subprocess.run([str(word) for word in generate], check=True, capture_output=True)
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(folder)
        yield importlib.import_module(PACKAGE)


@pytest.fixture
def part(made_client: ModuleType) -> Any:
    """A part of the package by its name, such as ``models`` or ``api.submissions``."""
    return lambda name: importlib.import_module(f"{PACKAGE}.{name}")


@pytest.fixture
def client_of(made_client: ModuleType, live_server: LiveServer) -> Iterator[Callable[..., Any]]:
    """A client with a token of the person's own; without a person, one that anybody has."""
    with ExitStack() as opened:

        def made(person: User | None = None) -> Any:
            if person is None:
                return opened.enter_context(made_client.Client(base_url=live_server.url))
            _, clear = token_issue(user=person, by=person)
            client = made_client.AuthenticatedClient(
                base_url=live_server.url, token=clear, raise_on_unexpected_status=True
            )
            return opened.enter_context(client)

        yield made


def call(part: Any, operation: str, *args: Any, **kwargs: Any) -> Any:
    """Call an operation by its id; the answer as the client read it."""
    return part(f"api.submissions.{operation}").sync(*args, **kwargs)


def draft_of(part: Any, row: Cells) -> Any:
    models = part("models")
    own = {"action": row["Action"], "reference": row["Reference"]}
    values = {name: cell for name, cell in row.items() if name.lower() not in own}
    item = models.DraftItemRequest.from_dict({**own, "values": values})
    return models.DraftRequest(title="From another system", items=[item])


def test_a_submission_is_created_sent_and_followed_to_its_cpl_number(
    part: Any, client_of: Callable[..., Any]
) -> None:
    own = client_of(make_person(organisation=OrganisationFactory()))
    panel = client_of(make_panel().reviewer)

    created = call(part, "submissions_create", client=own, body=draft_of(part, numbered_row(1)))
    call(part, "submissions_submit", created.id, client=own)
    call(part, "submissions_review", created.id, client=panel)
    body = part("models").RemarkRequest(reason="in order")
    call(part, "submissions_accept", created.id, client=panel, body=body)

    followed = call(part, "submissions_retrieve", created.id, client=own)
    assert followed.state == "accepted"
    receipt = call(part, "submissions_receipt", created.id, client=own)
    number = receipt.results[0].given_number
    listed = part("api.central_products_list.cpl_device_models_retrieve")
    document = listed.sync(number, client=client_of())
    assert document.image.hash_ == numbered_row(1)["Image hash"]


def test_a_refusal_is_a_problem_with_everything_that_is_wrong(
    part: Any, client_of: Callable[..., Any]
) -> None:
    own = client_of(make_person(organisation=OrganisationFactory()))
    wrong = numbered_row(1, **{"Image hash": "12", "Contact email": "nobody"})
    created = call(part, "submissions_create", client=own, body=draft_of(part, wrong))

    problem = call(part, "submissions_submit", created.id, client=own)

    assert {error.rule for error in problem.errors} >= {"image-hash-form", "contact-email-is-valid"}
