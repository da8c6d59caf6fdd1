"""Who gets which page of the desk: role × address → status.

That no address is forgotten is held by ``tests/access``, which walks the whole site.
"""

import pytest

from tests.admin.addresses import (
    AUDIENCES,
    OWN,
    PEOPLE,
    POSTED,
    POSTED_STEP,
    STAFF,
    SUBMITTING,
    targets,
)
from tests.admin.desk import Cast, page


def expected(who: str, name: str) -> int:
    if who not in STAFF:
        return 302
    audience, otherwise = AUDIENCES[name]
    if who in audience:
        return 200
    # Whoever may not open submissions at all is told so before one is looked up.
    if name.endswith("history") and name.startswith("submissions_") and who not in SUBMITTING:
        return 403
    # A disclosure of the FIR is not the committee's business, and so not there for them.
    return 404 if (who, name) == ("ssc", "registers_disclosure_change") else otherwise


@pytest.mark.parametrize("who", PEOPLE)
def test_pages_by_role(cast: Cast, who: str) -> None:
    keys = targets(cast)

    found = {name: cast.client(who).get(page(name, *keys[name])).status_code for name in AUDIENCES}

    assert found == {name: expected(who, name) for name in AUDIENCES}


@pytest.mark.parametrize("who", PEOPLE)
def test_buttons_by_role(cast: Cast, who: str) -> None:
    client, pk = cast.client(who), cast.draft.pk
    addresses = [page(name, pk) for name in sorted(POSTED)] + [page(POSTED_STEP, pk, "submit")]

    found = {client.get(address).status_code for address in addresses}

    if who not in STAFF:
        assert found == {302}
    else:
        assert found == {405 if who in OWN else 404}


def test_an_index_of_an_app_shows_what_one_may_open(cast: Cast) -> None:
    shown = cast.client("auditor").get(page("app_list", "zigbee"))

    assert shown.status_code == 200
    assert "Zigbee records" in shown.content.decode()
    assert "Access grants" not in shown.content.decode()
