"""``export_register``: a whole register for somebody, as far as they may read it.

Exit status: 0 written, 1 nothing that the person may read or nothing written, 2 arguments that
make no sense. Without ``-o`` it goes to the standard output, also only when it is complete.
"""

import shutil
import sys
import tempfile
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError

from accounts.arguments import UNUSABLE, active_account
from accounts.command_line import command_line_actor
from sec_registry.publications.files.editions import Edition, before_the_first, edition_of
from sec_registry.publications.files.exports import (
    FORMS,
    Export,
    NothingToRead,
    register_export,
    write_whole,
)
from sec_registry.registers.catalogue import register, registers
from sec_registry.registers.disclosure import Channel
from sec_registry.registers.lasting import RightEnded
from sec_registry.registers.models import Publication
from sec_registry.registers.moments import publication_at, read_moment
from sec_registry.registers.sheets import DoesNotFit

NOT_WRITTEN = 1


class Command(BaseCommand):
    help = "Writes a whole register (csv, json, xlsx) as far as somebody may read it; recorded."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("register", choices=[each.code for each in registers()])
        parser.add_argument("--as", dest="email", metavar="EMAIL", required=True)
        parser.add_argument("--format", choices=FORMS, required=True)
        moment = parser.add_mutually_exclusive_group()
        moment.add_argument("--publication", type=int, metavar="N", help="Else the last one.")
        moment.add_argument("--at", metavar="TIME", help="As published then (with its zone).")
        parser.add_argument("-o", "--output", type=Path, metavar="FILE")

    def handle(self, *args: Any, **options: Any) -> None:
        person = active_account(options["email"])
        edition = _edition(options["register"], options["publication"], options["at"])
        to: Path | None = options["output"]
        if to is not None and to.exists() and not to.is_file():
            raise CommandError(f"{to} is there and no file.", returncode=UNUSABLE)
        if to is None and options["format"] == "xlsx" and sys.stdout.isatty():
            raise CommandError("A workbook is nothing to read here: say -o.", returncode=UNUSABLE)
        title = edition.register.short_title
        try:
            export = register_export(
                edition=edition,
                form=FORMS[options["format"]],
                by=person,
                channel=Channel("command", f"export_register, {command_line_actor()}"),
            )
            self._write(export, to, private=edition.register.restricted)
        except NothingToRead:
            sentence = f"There is nothing that {person.email} may read of the {title}"
            raise CommandError(
                f"{sentence} in publication {edition.publication}.", returncode=NOT_WRITTEN
            ) from None
        except (DoesNotFit, RightEnded, OSError, DatabaseError) as fault:
            said = fault if isinstance(fault, DoesNotFit | RightEnded) else f"{fault}."
            raise CommandError(f"Nothing was written: {said}", returncode=NOT_WRITTEN) from fault
        self.stderr.write(
            f"{title}, publication {edition.publication}: {export.records:,} records."
        )

    def _write(self, export: Export, to: Path | None, *, private: bool) -> None:
        if to is not None:
            write_whole(export.pieces, to, private=private)
            return
        with tempfile.TemporaryFile() as whole:
            whole.writelines(export.pieces)
            whole.seek(0)
            shutil.copyfileobj(whole, sys.stdout.buffer)
            sys.stdout.buffer.flush()


def _edition(code: str, publication: int | None, at: str | None) -> Edition:
    if at is not None:
        try:
            publication = publication_at(read_moment(at))
        except ValueError as error:
            raise CommandError(f"--at: {error}", returncode=UNUSABLE) from None
    elif publication is None:
        newest = Publication.objects.order_by("-number").values_list("number", flat=True)
        publication = next(iter(newest[:1]), 0)
    if publication == 0:
        return before_the_first(register(code))
    found = edition_of(register(code), publication)
    if found is None:
        raise CommandError(f"There is no publication {publication}.", returncode=UNUSABLE)
    return found
