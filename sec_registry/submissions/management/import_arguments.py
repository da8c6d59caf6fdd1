"""The arguments of ``import_workbook``: who is meant, and whether they may.

Whatever makes no sense ends the command with status 2 and a sentence, before the file is opened.
"""

from argparse import ArgumentParser
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import CommandError

from accounts.arguments import UNUSABLE, active_account
from accounts.models import User
from accounts.people import is_panel_reviewer
from sec_registry.registers.findings import Level
from sec_registry.submissions.checking import all_rules
from sec_registry.submissions.permissions import may_create
from sec_registry.submissions.rehearsal import Rehearsal


@dataclass(frozen=True)
class Wish:
    """What the arguments ask for, its people looked up and found to be allowed."""

    initial_load: bool
    dry_run: bool
    submitter: User | None
    acceptor: User | None
    waived: tuple[str, ...] | None
    reason: str

    def waives(self, rehearsal: Rehearsal) -> list[str]:
        """The rules to waive: those named, or with a reason alone every one that advises."""
        if self.waived is None:
            return rehearsal.advisory_rules if self.reason else []
        return [rule for rule in rehearsal.advisory_rules if rule in self.waived]


def add_arguments(parser: ArgumentParser) -> None:
    """Declare the command's arguments."""
    parser.add_argument("file", metavar="FILE", type=Path)
    parser.add_argument("--dry-run", action="store_true", help="Store nothing in any case.")
    parser.add_argument(
        "--initial-load",
        action="store_true",
        help="Take records over with the CPL numbers they have; absent parts are notes.",
    )
    parser.add_argument("--submit-as", metavar="EMAIL", help="Who submits; without: a check.")
    parser.add_argument("--accept-as", metavar="EMAIL", help="Who reviews and accepts.")
    parser.add_argument(
        "--waive", metavar="RULE", nargs="+", action="extend", help="Advisories to waive."
    )
    parser.add_argument(
        "--reason", default="", help="Why they are waived; without --waive all of them."
    )


def wish_of(options: Mapping[str, Any]) -> Wish:
    """The wish behind the arguments; raises ``CommandError`` with status 2."""
    submitter = _account(options["submit_as"])
    acceptor = _account(options["accept_as"])
    initial_load = options["initial_load"]
    if submitter is not None and not may_create(submitter, initial_load=initial_load):
        what = "an initial load" if initial_load else "Device Models"
        raise CommandError(f"{submitter.email} may not submit {what}.", returncode=UNUSABLE)
    if acceptor is not None:
        _check_acceptor(submitter, acceptor, initial_load)
    reason = options["reason"].strip()
    waived = options["waive"]
    if (waived or reason) and acceptor is None:
        raise CommandError(
            "Advisories are waived in the acceptor's name: give --accept-as.",
            returncode=UNUSABLE,
        )
    if waived:
        _check_waivers(waived, reason)
    return Wish(
        initial_load=initial_load,
        dry_run=options["dry_run"],
        submitter=submitter,
        acceptor=acceptor,
        waived=tuple(waived) if waived else None,
        reason=reason,
    )


def _account(email: str | None) -> User | None:
    return None if email is None else active_account(email)


def _check_acceptor(submitter: User | None, acceptor: User, initial_load: bool) -> None:
    sentence = ""
    if submitter is None:
        sentence = "--accept-as needs --submit-as: somebody has to submit first."
    elif submitter == acceptor:
        sentence = "The one who submits cannot accept: it takes two people."
    elif not is_panel_reviewer(acceptor):
        sentence = f"{acceptor.email} may not accept: that takes a Panel reviewer."
    elif not settings.DEBUG and not initial_load:
        sentence = (
            "Outside DEBUG the command line accepts initial loads only; the Panel reviews "
            "everything else in the admin."
        )
    if sentence:
        raise CommandError(sentence, returncode=UNUSABLE)


def _check_waivers(waived: list[str], reason: str) -> None:
    if not reason:
        raise CommandError("A waiver needs a reason: give --reason.", returncode=UNUSABLE)
    known = {rule.code for rule in all_rules() if rule.level == Level.ADVISORY}
    unknown = sorted(set(waived) - known)
    if unknown:
        raise CommandError(
            f"No rule that advises is called {', '.join(unknown)}. Those that do: "
            f"{', '.join(sorted(known))}.",
            returncode=UNUSABLE,
        )
