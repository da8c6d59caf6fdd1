"""Passwords, and what the history of accounts keeps: the actor as text, never the password."""

from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from accounts.models import User
from accounts.services import (
    user_add,
    user_set_password,
)
from sec_registry.audit.acting import ActorMissing
from tests.accounts.factories import (
    PASSWORD,
)

pytestmark = pytest.mark.django_db


def test_own_password_is_set_and_recorded_without_it(person: User) -> None:
    user_set_password(user=person, password="another long pass phrase", by=person)

    person.refresh_from_db()
    assert person.check_password("another long pass phrase")
    last = person.history.first()
    assert last is not None
    assert (last.history_user_id, last.history_change_reason) == (person.email, "password set")
    assert not hasattr(last, "password")


def test_weak_password_is_refused(person: User) -> None:
    with pytest.raises(ValidationError, match="too short"):
        user_set_password(user=person, password="short", by=person)


def test_stronger_hash_of_the_same_password_is_no_recorded_change(
    person: User, settings: Any
) -> None:
    before = person.history.count()
    settings.PASSWORD_HASHERS = [
        "django.contrib.auth.hashers.PBKDF2PasswordHasher",
        "django.contrib.auth.hashers.MD5PasswordHasher",
    ]

    assert person.check_password(PASSWORD)

    person.refresh_from_db()
    assert person.password.startswith("pbkdf2_sha256$")
    assert person.history.count() == before


def test_history_speaks_of_the_actor_as_text(administrator: User) -> None:
    user = user_add(email="new@test.example", name="New", by=administrator)

    record = user.history.get()

    assert (record.history_user_id, record.history_type) == (administrator.email, "+")
    assert "password" not in {field.name for field in record._meta.fields}


def test_person_is_not_written_without_an_actor(person: User) -> None:
    person.name = "Quietly renamed"

    with pytest.raises(ActorMissing):
        person.save()


def test_history_of_people_is_append_only(person: User) -> None:
    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
        User.history.filter(id=person.pk).update(history_user_id="somebody else")
    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
        User.history.filter(id=person.pk).delete()
