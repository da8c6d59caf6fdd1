"""``plan_fleet`` on the command line."""

import csv
import io
import json
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from accounts.models import Role
from sec_registry.registers.models import Disclosure
from tests.accounts.factories import make_party, make_person
from tests.firmware.fleet.fleets import publish_list

pytestmark = pytest.mark.django_db


def run(*arguments: Any) -> str:
    out = io.StringIO()
    call_command("plan_fleet", *map(str, arguments), stdout=out, stderr=io.StringIO())
    return out.getvalue()


def test_a_plan_is_written_for_those_who_may_read_it_and_nobody_else(tmp_path: Path) -> None:
    publish_list()
    fleet, plan = tmp_path / "fleet.csv", tmp_path / "plan.csv"
    fleet.write_text("CPL number,Count\n101,10\n110,1\n")
    party = make_person(organisation=make_party())

    assert json.loads(run(fleet, "--as", party.email))["totals"]["upgrade"] == 10
    run(fleet, "--as", party.email, "-o", plan, "--to", "102")

    with plan.open(newline="") as file:
        assert [row["Target"] for row in csv.DictReader(file)] == ["102", ""]
    assert plan.stat().st_mode & 0o777 == 0o600
    shown = Disclosure.objects.first()
    assert shown is not None
    assert (shown.channel, shown.route.split(",")[0]) == ("plan", "plan_fleet")
    auditor = make_person(role=Role.AUDITOR)
    for email, said in ((auditor.email, "nothing that"), ("nobody@test.example", "no account")):
        with pytest.raises(CommandError, match=said):
            run(fleet, "--as", email)
    fleet.write_text("CPL number,Count\n101,0\n")
    with pytest.raises(CommandError, match="one problem"):
        run(fleet, "--as", party.email)
    with pytest.raises(CommandError, match="Nothing was planned"):
        run(tmp_path / "missing.csv", "--as", party.email)
