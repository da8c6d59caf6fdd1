"""``plan_fleet``: what becomes of an inventory of devices, for somebody who may read the FIR.

Exit status: 0 written, 1 an inventory or goal with problems, or nothing that the person may read;
2 arguments or a file that cannot be used. Without ``-o`` it goes to the standard output.
"""

import os
from argparse import ArgumentParser
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError

from accounts.arguments import UNUSABLE, active_account
from accounts.command_line import command_line_actor
from accounts.models import User
from firmware.fleet.answer import json_pieces
from firmware.fleet.asked import goal_from_words
from firmware.fleet.from_file import asked_in_file
from firmware.fleet.from_json import GOAL, OUT_OF, TO
from firmware.fleet.inventory import InventoryRefused, problems_told
from firmware.fleet.making import CHANNEL, FleetPlan, fleet_plan_make
from firmware.fleet.tables import TABLES, table_pieces
from firmware.register import FIR
from sec_registry.registers.disclosure import Channel, refuse

REFUSED = 1


class Command(BaseCommand):
    help = "Writes the fleet plan of an inventory, as far as somebody may read it; recorded."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, metavar="FILE")
        parser.add_argument("--as", dest="email", metavar="EMAIL", required=True)
        goal = parser.add_mutually_exclusive_group()
        goal.add_argument("--to", default="", metavar="N,N", help="To these, one of a family.")
        goal.add_argument("--out-of", default="", metavar="N,N", help="Out of these, by any way.")
        parser.add_argument("--format", choices=["json", "csv"], help="Else by -o's end, or json.")
        parser.add_argument("--table", choices=list(TABLES), default="groups", help="Of csv.")
        parser.add_argument("-o", "--output", type=Path, metavar="FILE")

    def handle(self, *args: Any, **options: Any) -> None:
        person = active_account(options["email"])
        channel = Channel(CHANNEL, f"plan_fleet, {command_line_actor()}")
        if not FIR.reach(person).everything:
            refuse(register=FIR, by=person, numbers=[], channel=channel)
            sentence = f"There is nothing that {person.email} may read of the {FIR.short_title}."
            raise CommandError(sentence, returncode=REFUSED)
        try:
            goal = goal_from_words({TO: options["to"], OUT_OF: options["out_of"], GOAL: ""})
            with options["file"].open("rb") as stream:
                goal, inventory = asked_in_file(stream, goal)
            made = fleet_plan_make(inventory=inventory, goal=goal, by=person, channel=channel)
        except InventoryRefused as refused:
            for line in problems_told(refused.problems):
                self.stderr.write(line)
            raise CommandError(str(refused), returncode=REFUSED) from None
        except (OSError, DatabaseError) as fault:
            raise CommandError(f"Nothing was planned: {fault}.", returncode=UNUSABLE) from fault
        to: Path | None = options["output"]
        by_name = "csv" if to is not None and to.suffix.lower() == ".csv" else "json"
        pieces = _pieces(made, person, options["format"] or by_name, options["table"])
        self._write(pieces, to)
        for note in inventory.notes:
            self.stderr.write(note)
        self.stderr.write(f"{FIR.marking}. {made.plan.devices:,} devices, {inventory.rows:,} rows.")

    def _write(self, pieces: Iterable[str], to: Path | None) -> None:
        if to is None:
            for piece in pieces:
                self.stdout.write(piece, ending="")
            self.stdout.write("")
            return
        try:
            # SECURITY: restricted content, for whoever runs the command alone.
            handle = os.open(to, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
            with os.fdopen(handle, "w", encoding="utf-8", newline="") as file:
                file.writelines(pieces)
        except OSError as fault:
            raise CommandError(f"Nothing was written: {fault}.", returncode=UNUSABLE) from fault


def _pieces(made: FleetPlan, person: User, form: str, table: str) -> Iterator[str]:
    return table_pieces(made, table, person) if form == "csv" else json_pieces(made, person)
