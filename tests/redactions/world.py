"""A registry in which a person's name and telephone number got into wrong fields."""

from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db import connection

from accounts.models import User
from sec_registry.redactions.carrying_out import redaction_approve
from sec_registry.redactions.proposals import redaction_propose
from sec_registry.registers.catalogue import register
from sec_registry.registers.disclosure import Channel
from sec_registry.registers.models import Redaction
from sec_registry.submissions.models import StoredFinding
from tests.registry import Panel, accept, draft, make_panel, numbers_given
from tests.rows import numbered_row

NAME = "Jane Invented"
TELEPHONE = "+442079460123"
SILICON = "Whispered Silicon"
CHANNEL = Channel("test", "/")


@dataclass(frozen=True)
class World:
    """Who is there, and the CPL number of the record."""

    panel: Panel
    number: int


def make_world() -> World:
    """The values are published in 1 and 2 and corrected in 3; a draft repeats one of them."""
    panel = make_panel()
    wrong = {
        "Model name": NAME,
        "Contact telephone": TELEPHONE,
        "ZigBee chipset vendor": SILICON,
    }
    first = accept({**numbered_row(1), **wrong}, panel=panel)
    (number,) = numbers_given(first)
    change = {"Action": "amend", "CPL number": str(number)}
    accept({**change, "Release notes": "Second words."}, panel=panel)
    right = {
        "Model name": "Imaginary Two",
        "Contact telephone": "+442079460999",
        "Contact email": "firmware@fictional.example",
        "Contact address": "1 Nowhere Street, Erewhon",
        "ZigBee chipset vendor": "Imaginary Silicon",
        "ZigBee stack version": "HouseOfCards 1.2.3.4",
    }
    accept({**change, **right}, panel=panel)
    waiting = draft({**change, "Model name": NAME}, by=panel.administrator, title=f"For {NAME}")
    StoredFinding.objects.create(
        submission=waiting,
        item=waiting.items.get(),
        row=2,
        level="advisory",
        rule="test",
        ground="policy",
        register="cpl",
        message=f"{NAME} is a person.",
    )
    return World(panel, number)


def propose(
    world: World,
    *members: str,
    code: str = "cpl",
    publications: tuple[int, ...] = (1,),
    by: User | None = None,
    **more: Any,
) -> Redaction:
    return redaction_propose(
        register=register(code),
        cpl_number=world.number,
        members=members,
        publications=publications,
        by=by or world.panel.administrator,
        channel=CHANNEL,
        **{"reason": "A person's data got into the record.", **more},
    )


def redacted(world: World, *members: str, **more: Any) -> Redaction:
    return redaction_approve(redaction=propose(world, *members, **more), by=world.panel.reviewer)


def places_that_hold(text: str) -> set[str]:
    """Every table and column of the database in which the text stands."""
    found = set()
    with connection.cursor() as cursor:
        for model in apps.get_models(include_auto_created=True):
            for field in model._meta.local_concrete_fields:
                table, column = model._meta.db_table, field.column
                cursor.execute(
                    f'SELECT COUNT(*) FROM "{table}" '  # names of our own tables
                    f'WHERE LOWER(CAST("{column}" AS TEXT)) LIKE %s',
                    [f"%{text.lower()}%"],
                )
                if cursor.fetchone()[0]:
                    found.add(f"{table}.{column}")
    return found
