"""Look-ups against a slow, obvious oracle: each question held against each record."""

from itertools import count
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cpl.lookups import MOST_NEAR, Listed, Question, answers
from cpl.models import PublishedDeviceModel
from cpl.spellings import IDENTITY
from sec_registry.registers.paging import as_published
from tests.published import publish_numbers

#: Few values of each field, so that most questions have matches and near misses.
VALUES = {
    "device_type": ("ESME", "GSME"),
    "manufacturer": ("FA0A", "FB0B"),
    "model": ("0A01", "0A02"),
    "hardware_version": ("0100", "v1"),
    "firmware_version": ("00000001", "00000002", "0000000A"),
}
HASHES = tuple(letter * 64 for letter in "ABC")

pytestmark = pytest.mark.django_db

identities = st.fixed_dictionaries(
    {name: st.sampled_from(VALUES[name]) for name in IDENTITY[1:]},
    optional={"device_type": st.sampled_from(VALUES["device_type"])},
)
questions = st.lists(
    st.one_of(
        st.builds(Question, identity=identities),
        st.builds(Question, image_hash=st.sampled_from(HASHES)),
    ),
    max_size=12,
)


@pytest.fixture
def records() -> list[dict[str, Any]]:
    """Records with every third identity there is, in two publications, some removed."""
    numbers, listed = count(1), []
    for place, identity in enumerate(_identities()):
        if place % 3:
            continue
        number, image_hash = next(numbers), HASHES[place % 4] if place % 4 < 3 else ""
        image = {"creator": "X", "descriptor": "x", "hash": image_hash, "hash_algorithm": ""}
        facts = {
            **identity,
            "manufacturer": {"code": identity["manufacturer"], "name": "Fictional"},
            "model": {"identifier": identity["model"], "name": ""},
            "image": image if image_hash else None,
            "status": "REMOVED" if place % 5 == 0 else "CURRENT",
        }
        if number % 2:
            publish_numbers(number, **{**facts, "firmware_version": "0000FFFF", "image": None})
        publish_numbers(number, **facts)
        listed.append({"number": number, "hash": image_hash, "status": facts["status"], **identity})
    return listed


def _identities() -> list[dict[str, str]]:
    found: list[dict[str, str]] = [{}]
    for name in IDENTITY:
        found = [{**each, name: value} for each in found for value in VALUES[name]]
    return found


def obvious(question: Question, records: list[dict[str, Any]]) -> tuple[list[Listed], list[Listed]]:
    """Look at every record, field by field."""
    matches: list[Listed] = []
    near: list[Listed] = []
    for each in records:
        listed: Listed = {"cpl_number": each["number"], "status": each["status"]}
        if question.image_hash:
            if each["hash"] == question.image_hash:
                matches.append(listed)
            continue
        differs = [name for name in question.identity if question.identity[name] != each[name]]
        if not differs:
            matches.append(listed)
        elif len(differs) == 1:
            near.append({**listed, "differs": differs})
    return matches, near[:MOST_NEAR]


def test_answers_are_those_of_looking_at_every_record(records: list[dict[str, Any]]) -> None:
    today = as_published(PublishedDeviceModel.objects.all(), 10_000)

    @given(questions)
    def check(asked: list[Question]) -> None:
        found = answers(asked, today)

        assert [(each.matches, each.near) for each in found] == [
            obvious(question, records) for question in asked
        ]

    check()
