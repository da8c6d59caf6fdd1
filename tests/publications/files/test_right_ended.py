"""A right that ends while a long answer is being sent: what is left of it stays here."""

import csv
import io
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.contrib.admin import site
from django.core.management import CommandError, call_command
from django.test import Client
from django.utils import timezone

from accounts.models import ApiToken, Organisation, User
from accounts.services import organisation_cease, token_revoke, user_deactivate
from sec_registry.publications.files.editions import edition_of
from sec_registry.publications.files.exports import FORMS, register_export
from sec_registry.registers.admin.disclosures import DisclosureAdmin
from sec_registry.registers.broken_off import BROKEN_OFF
from sec_registry.registers.catalogue import register
from sec_registry.registers.disclosure import Channel, disclose
from sec_registry.registers.lasting import RightEnded
from sec_registry.registers.models import Disclosure
from tests.accounts.factories import BY
from tests.api.conftest import Reading, party, party_person, reading, ssc, ssc_member
from tests.publications.files.whole import registry_with_a_past
from tests.zigbee.grants import make_grant
from zigbee.grants import grant_revoke
from zigbee.models import AccessGrant

__all__ = ["Reading", "party", "party_person", "reading", "ssc", "ssc_member"]
pytestmark = pytest.mark.django_db
CHANNEL = Channel("test", "/")
FIR = "/api/v1/firmware/publications/3/firmware.{}"
Ends = Callable[[User], object]


@pytest.fixture(autouse=True)
def past(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """Seven records, which come two at a time."""
    monkeypatch.setattr("sec_registry.publications.files.editions.BATCH", 2)
    registry_with_a_past()


@pytest.fixture
def grant(ssc_member: User, party_person: User) -> AccessGrant:
    return make_grant(ssc_member, person=party_person)


def pieces_of(reader: User, form: str = "csv") -> Iterator[bytes]:
    edition = edition_of(register("zigbee"), 3)
    assert edition is not None
    made = register_export(edition=edition, form=FORMS[form], by=reader, channel=CHANNEL)
    return made.pieces


def closed(person: User) -> None:
    user_deactivate(user=person, reason="left", by=BY)


def ceased(person: User) -> None:
    party: Any = person.organisation
    assert isinstance(party, Organisation)
    organisation_cease(organisation=party, on=timezone.localdate(), by=BY)


def revoked_token(person: User) -> None:
    token_revoke(token=ApiToken.objects.get(user=person), by=person)


@pytest.mark.parametrize("ends", [closed, ceased, revoked_token])
@pytest.mark.parametrize("form", ["json", "csv"])
def test_whole_list_breaks_off(party: Client, party_person: User, ends: Ends, form: str) -> None:
    answer: Any = party.get(FIR.format(form))
    sent = iter(answer.streaming_content)
    assert next(sent)
    assert next(sent)

    ends(party_person)

    assert BROKEN_OFF in next(sent).decode()
    with pytest.raises(RightEnded):
        next(sent)
    shown, refused = Disclosure.objects.order_by("pk")
    assert (len(shown.numbers), shown.outcome) == (7, "disclosed")
    assert (refused.outcome, refused.person) == ("refused", party_person.email)
    assert refused.route == FIR.format(form)


@pytest.mark.parametrize("form", FORMS)
def test_revoked_grant_ends_an_export(grant: AccessGrant, ssc_member: User, form: str) -> None:
    reader: Any = grant.person
    pieces = pieces_of(reader, form)
    if form != "xlsx":  # which is written as a whole before its first byte
        assert next(pieces)

    grant_revoke(by=ssc_member, grant=grant, reason="A test is over.")

    with pytest.raises(RightEnded):
        next(pieces)
    assert Disclosure.objects.filter(outcome="refused", register="zigbee").count() == 1


def test_export_goes_on_by_another_grant_to_as_much(grant: AccessGrant, ssc_member: User) -> None:
    reader: Any = grant.person
    pieces = pieces_of(reader)
    sent = [next(pieces)]

    make_grant(ssc_member, person=reader)
    grant_revoke(by=ssc_member, grant=grant, reason="Replaced.")

    sent += pieces
    rows = list(csv.DictReader(io.StringIO(b"".join(sent).decode(), newline="")))
    assert [row["CPL number"] for row in rows] == ["3", "4", "5", "7", "9", "101", "102"]
    assert not Disclosure.objects.filter(outcome="refused").exists()


def test_file_of_the_command_is_not_left_half_written(
    grant: AccessGrant, ssc_member: User, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    person: Any = grant.person

    def first_revoked(pieces: Iterator[bytes], file: Any) -> None:
        file.write(next(pieces))
        grant_revoke(by=ssc_member, grant=grant, reason="A test is over.")
        file.writelines(pieces)

    monkeypatch.setattr("sec_registry.publications.files.exports._write", first_revoked)
    asked = ("zigbee", "--as", person.email, "--format", "csv", "-o", str(tmp_path / "e.csv"))

    with pytest.raises(CommandError, match="The right to read this ended meanwhile"):
        call_command("export_register", *asked)

    assert list(tmp_path.iterdir()) == []


def test_next_page_is_under_the_right_of_its_own_moment(
    grant: AccessGrant, ssc_member: User, party: Client
) -> None:
    page = party.get("/api/v1/zigbee/records/", {"limit": 2}).json()
    grant_revoke(by=ssc_member, grant=grant, reason="A test is over.")

    following = party.get(page["next"]).json()

    assert (len(page["results"]), following["results"], following["next"]) == (2, [], None)


def test_record_of_disclosures_breaks_off_too(
    ssc_member: User, rf: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sec_registry.registers.disclosures_shown.BATCH", 2)
    monkeypatch.setattr("sec_registry.registers.table_answers.A_LOT", 1)
    for number in (3, 5, 7, 9):
        dzir = register("zigbee")
        disclose(register=dzir, by=ssc_member, numbers=[number], right="r", channel=CHANNEL)
    request = rf.get("/admin/registers/disclosure/export/")
    request.user = ssc_member
    pages: Any = DisclosureAdmin(Disclosure, site)
    sent = iter(pages.export_view(request).streaming_content)
    assert len([next(sent), next(sent)]) == 2

    closed(ssc_member)

    left: list[bytes] = []
    with pytest.raises(RightEnded):
        left.extend(sent)
    # What was read with the row before, and no more.
    assert len(left) == 2
    assert BROKEN_OFF in left[-1].decode()
