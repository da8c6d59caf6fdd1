"""The graph of a publication: compiled from what was published, once, and for readers only."""

from typing import Any

import pytest
from django.db import transaction

from firmware import compiled
from firmware.choices import UpgradeState
from firmware.compiled import graph_at, numbers_changed_in
from firmware.graph import Family, Node
from firmware.shelf import Shelf
from sec_registry.redactions.carrying_out import redaction_approve
from sec_registry.redactions.proposals import redaction_propose
from sec_registry.registers.catalogue import register
from sec_registry.registers.disclosure import Channel
from sec_registry.registers.models import Publication
from sec_registry.registers.reach import NOTHING, Reach, everything
from tests.published import documents_of, publish, publish_numbers
from tests.registry import Panel, accept, make_panel
from tests.rows import numbered_row

pytestmark = pytest.mark.django_db

PARTY = everything("SEC Party")
REMOVAL = {
    "Action": "remove",
    "Removal reason": "Withdrawn in a story",
    "Removal authority": "A fictional meeting",
    "Removal date": "2002-03-04",
    "Reason public": "no",
}
BLOCKING = {
    "Action": "block baselines",
    "CPL number": "3",
    "Baselines": "2",
    "Reason": "bricks it",
}


@pytest.fixture
def panel() -> Panel:
    """1 → 2 → 3, and a way past 2; then a block, then a removal, each published by itself."""
    panel = make_panel()
    accept(
        numbered_row(1),
        numbered_row(2, Upgrade="yes", Baselines="row 1"),
        numbered_row(3, Upgrade="yes", Baselines="row 2"),
        numbered_row(4, Upgrade="yes", Baselines="row 1; row 2"),
        panel=panel,
    )
    accept(BLOCKING, panel=panel)
    accept({**REMOVAL, "CPL number": "4"}, panel=panel)
    return panel


def shelf_of(publication: int) -> Shelf[Any]:
    found = compiled.compiled_at(publication, reach=PARTY)
    assert found is not None
    return found.shelf


def test_every_publication_has_its_own_graph(panel: Panel) -> None:
    first, blocked, removed = (graph_at(number, reach=PARTY) for number in (1, 2, 3))

    assert first.ways_from(1).before == {2: 1, 4: 1, 3: 2}
    assert blocked.ways_from(1).before == {2: 1, 4: 1}
    assert removed.ways_from(1).before == {2: 1}
    assert graph_at(0, reach=PARTY).nodes == {}


def test_a_block_has_its_reason_and_day(panel: Panel) -> None:
    block = graph_at(2, reach=PARTY).state((2, 3))

    assert block is not None
    assert block.reason == "bricks it"
    assert block.since == Publication.objects.get(pk=2).published_at.date().isoformat()


def test_a_node_says_what_the_documents_say(panel: Panel) -> None:
    family = Family("ESME", "FA0A", "0A01", "0100")

    assert graph_at(3, reach=PARTY).nodes[4] == Node(
        family, "00000004", current=False, upgrade=UpgradeState.LISTED
    )


def test_a_right_that_ends_somewhere_gets_no_graph(panel: Panel) -> None:
    with pytest.raises(PermissionError):
        graph_at(1, reach=NOTHING)
    with pytest.raises(PermissionError):
        graph_at(1, reach=Reach("grant", numbers=frozenset({1})))
    with pytest.raises(PermissionError):
        compiled.compiled_at(None, reach=NOTHING)
    assert numbers_changed_in(1, reach=NOTHING) == []
    assert numbers_changed_in(2, reach=PARTY) == [3]


def test_a_graph_is_compiled_once(panel: Panel, django_assert_num_queries: Any) -> None:
    first = graph_at(3, reach=PARTY)

    with django_assert_num_queries(1):
        assert graph_at(3, reach=PARTY) is first
    with django_assert_num_queries(1):
        last = compiled.compiled_at(None, reach=PARTY)
    assert last is not None
    assert (last.publication, last.graph) == (3, first)


def test_a_redaction_takes_its_words_out_of_the_graph(panel: Panel) -> None:
    accept({**BLOCKING, "Action": "unblock baselines"}, panel=panel)
    assert str(graph_at(2, reach=PARTY).state((2, 3))).count("bricks it") == 1
    shelf_of(2).put(3, "It bricks it.", 1)

    redaction = redaction_propose(
        register=register("firmware"),
        cpl_number=3,
        members=["upgrade.blocked.reason"],
        publications=[2],
        reason="A person is named there.",
        by=panel.administrator,
        channel=Channel("test", "/"),
    )
    redaction_approve(redaction=redaction, by=panel.reviewer)

    for number in (2, 3):
        assert "bricks it" not in str(graph_at(number, reach=PARTY).state((2, 3)))
        assert shelf_of(number).get(3) is None


def test_graphs_of_few_publications_are_kept() -> None:
    for number in range(1, compiled.KEPT + 3):
        graph_at(publish_numbers(number), reach=PARTY)

    assert len(compiled._compiled) == compiled.KEPT


def test_a_number_that_was_rolled_back_leaves_no_graph_behind() -> None:
    with transaction.atomic():
        assert set(graph_at(publish_numbers(1), reach=PARTY).nodes) == {1}
        transaction.set_rollback(True)
    listed = documents_of(2)
    listed["firmware"]["upgrade"] = {"state": "listed", "baselines": [1], "blocked": []}

    number = publish(listed, documents_of(1))

    assert graph_at(number, reach=PARTY).ways_from(1).before == {2: 1}
