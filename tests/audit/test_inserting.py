"""Rows that go in as a stream are those that single saves would have left."""

from datetime import date
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from accounts.models import Organisation, User
from cpl.models import AssuranceCertificate
from sec_registry.audit.acting import acting
from sec_registry.audit.bulk import create_each
from sec_registry.audit.inserting import insert_all
from sec_registry.registers.ledger import opened_ledger
from sec_registry.submissions.lifecycle import State
from sec_registry.submissions.models import Item, Submission

pytestmark = pytest.mark.django_db


def submission() -> Submission:
    with acting(by="somebody"):
        person = User.objects.create(email="somebody@nowhere.example")
        return Submission.objects.create(
            title="Fictional", created_by=person, created_at=timezone.now()
        )


def item(of: Submission, position: int) -> Item:
    """With what a stream could damage: separators, line ends, quotes, nothing, nested values."""
    odd = 'tab\there, line\nend, back\\slash, "quoted", \\N, ü, 漢'
    return Item(
        submission=of,
        position=position,
        action="add",
        cpl_number=None,
        reference=odd,
        values={"Reason": odd, "numbers": [1, 2.5, None, True]},
    )


def kept(position: int) -> dict[str, Any]:
    row: dict[str, Any] = dict(Item.objects.values().get(position=position))
    return {name: row[name] for name in row.keys() - {"id", "position"}}


def test_rows_are_those_of_single_saves() -> None:
    of = submission()
    item(of, 1).save()
    several = [item(of, 2), item(of, 3)]
    insert_all(Item, several)
    assert kept(2) == kept(3) == kept(1)
    assert [each.pk for each in several] == list(
        Item.objects.filter(position__gt=1).order_by("position").values_list("pk", flat=True)
    )
    assert not several[0]._state.adding


def test_a_key_is_never_given_twice() -> None:
    of = submission()
    first, second, third = (item(of, position) for position in (1, 2, 3))
    insert_all(Item, [first, second])
    # The highest key goes, and whoever saves the plain way comes in between.
    Item.objects.filter(pk=second.pk).delete()
    third.save()
    assert third.pk > second.pk
    fourth = item(of, 4)
    insert_all(Item, [fourth])
    assert fourth.pk > third.pk


def test_dates_references_and_nothing_arrive() -> None:
    with opened_ledger(), acting(by="somebody"):
        made = AssuranceCertificate(
            scheme="CPA",
            number="CPA-1",
            standard_version="1.3",
            date=date(2031, 2, 3),
            date_kind="EXPIRY",
            security_characteristics_version="1.3",
        )
        create_each(AssuranceCertificate, (each for each in [made]))
        row = AssuranceCertificate.objects.get()
        assert (row.pk, row.date, row.replaced_by) == (made.pk, date(2031, 2, 3), None)
        history = AssuranceCertificate.history.get()
    assert (history.id, history.date, history.history_type) == (made.pk, row.date, "+")


def test_the_database_refuses_as_ever() -> None:
    of = submission()
    with pytest.raises(IntegrityError), transaction.atomic():
        insert_all(Item, [item(of, 1), item(of, 1)])
    assert not Item.objects.exists()
    unknown = Item(submission_id=of.pk + 999, position=9, action="add")
    with transaction.atomic():
        insert_all(Item, [unknown])
        with pytest.raises(IntegrityError):
            connection.check_constraints()
        transaction.set_rollback(True)


def test_what_was_saved_after_it_was_named_is_referred_to() -> None:
    party = Organisation(name="Fictional Supplier", group=Group.objects.create(name="Fictional"))
    of = submission()
    of.organisation = party
    with acting(by="somebody"):
        party.save()
        of.pk = None
        insert_all(Submission, [of])
    assert Submission.objects.get(pk=of.pk).organisation == party
    assert Submission.objects.get(pk=of.pk).state == State.DRAFT
