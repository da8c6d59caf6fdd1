"""Redactions in a bundle: what a signed statement left of a document holds, and no more."""

import json
from collections.abc import Callable
from typing import Any

import pytest

from sec_registry.publications.offline_verifier import (
    Broken,
    Chain,
    Notice,
    Piece,
    canonical,
    document_digest,
    summary,
    verified,
)
from tests.publications.world import digest_of, line, piece, private_key, signed, trusting

KEY = private_key(1)
LINES = [line(101, name="a person"), line(102)]
FIRST = piece(1, LINES, standing=LINES, before=None, key=KEY)
NEW_SALT = "77" * 16
REST = {"cpl_number": 101, "name": "Redacted (no. 1, 2026-01-02)"}


def rest(digest_from: bytes = LINES[0], **changes: Any) -> bytes:
    """The line of what is left of the first record."""
    said = {**json.loads(digest_from), "document": REST, "salt": NEW_SALT, "redaction": 1}
    return canonical({**said, **changes}) + b"\n"


def record(**changes: Any) -> dict[str, Any]:
    digest = json.loads(LINES[0])["digest"]
    redacted = document_digest(NEW_SALT, REST)
    said = {"cpl_number": 101, "publication": 1, "digest": digest, "redacted": redacted}
    return {**said, **changes}


def notice(number: int = 1, /, *, key: Any = KEY, **changes: Any) -> Notice:
    said = {
        "after": 1,
        "number": number,
        "previous": "",
        "records": [record()],
        "redacted_at": f"2026-02-{number:02}T12:00:00+00:00",
        "register": "cpl",
    }
    statement = canonical({**said, **changes})
    return Notice("cpl", number, statement, signed(statement, key))


def redacted(*lines: bytes) -> Piece:
    return Piece(1, FIRST.manifest, FIRST.signature, {"cpl": lines or [rest(), LINES[1]]})


def check(each: Piece, *notices: Notice) -> Chain:
    return verified([each], trusting(KEY), notices)


def test_what_a_signed_redaction_left_holds_and_is_counted() -> None:
    chain = check(redacted(), notice())

    assert (chain.redactions, chain.redacted) == (1, 1)
    assert "Redactions: 1; documents redacted: 1." in summary(chain)


def test_redaction_beside_the_documents_names_none() -> None:
    chain = check(FIRST, notice(records=[]))

    assert (chain.redactions, chain.redacted) == (1, 0)


def second(before: Piece, named: str) -> Piece:
    said = json.loads(before.manifest)["registers"]
    said["cpl"] |= {"redactions": named, "changes": digest_of(Piece(0, b"", None, {}))}
    return piece(2, [], standing=LINES, before=before, key=KEY, registers=said)


def test_next_publication_names_the_redactions_before_it() -> None:
    made = notice()
    named = digest_of(Piece(0, made.statement, None, {}))

    held = verified([redacted(), second(FIRST, named)], trusting(KEY), [made])
    assert held.last == 2
    for wrong in ("", "0" * 64):
        with pytest.raises(Broken, match="Publication 2, register cpl: the redactions before it"):
            verified([redacted(), second(FIRST, wrong)], trusting(KEY), [made])
    with pytest.raises(Broken, match="Publication 2, register cpl: the redactions before it"):
        verified([FIRST, second(FIRST, named)], trusting(KEY))


def again() -> tuple[Piece, list[Notice]]:
    """The same document redacted twice: the last statement alone speaks of it."""
    other, salt = {"cpl_number": 101, "name": "Redacted (no. 2, 2026-02-02)"}, "88" * 16
    one = notice()
    two = notice(
        2,
        previous=digest_of(Piece(0, one.statement, None, {})),
        records=[record(redacted=document_digest(salt, other))],
    )
    return redacted(rest(document=other, salt=salt, redaction=2), LINES[1]), [one, two]


def test_document_redacted_twice_is_held_by_the_last_statement() -> None:
    each, notices = again()

    assert check(each, *notices).redacted == 1
    with pytest.raises(Broken, match="not as a signed statement says"):
        check(redacted(), *notices)
    with pytest.raises(Broken, match=r"Redaction 2 of cpl: .*one is missing"):
        check(each, notices[1])


FORGED: dict[str, tuple[Callable[[], Chain], str]] = {
    "redacted without a statement": (
        lambda: check(redacted()),
        "line 1: redacted, but not as a signed",
    ),
    "another document passed off as redacted": (
        lambda: check(redacted(rest(document={**REST, "status": "REMOVED"}), LINES[1]), notice()),
        "line 1: not what redaction 1 left",
    ),
    "another record passed off as redacted": (
        lambda: check(
            redacted(rest(), rest(LINES[1], document={"cpl_number": 102}, cpl_number=102)), notice()
        ),
        "line 2: redacted, but not as a signed",
    ),
    "not yet redacted": (lambda: check(FIRST, notice()), "line 1: redacted, but not as a signed"),
    "the old salt": (
        lambda: check(redacted(rest(salt=json.loads(LINES[0])["salt"]), LINES[1]), notice()),
        "line 1: not what redaction 1 left",
    ),
    "another digest": (
        lambda: check(redacted(rest(digest="0" * 64), LINES[1]), notice()),
        "line 1: not what redaction 1 left",
    ),
    "a number that is true": (
        lambda: check(redacted(rest(redaction=True), LINES[1]), notice()),
        "not a whole number",
    ),
    "signed by somebody": (lambda: check(redacted(), notice(key=private_key(9))), "not among"),
    "not signed": (
        lambda: check(redacted(), Notice("cpl", 1, notice().statement, None)),
        "Redaction 1 of cpl: is not signed",
    ),
    "changed after it was signed": (
        lambda: check(
            redacted(),
            Notice("cpl", 1, notice().statement.replace(b"2026", b"2025"), notice().signature),
        ),
        "Redaction 1 of cpl: the signature does not hold",
    ),
    "of another register": (
        lambda: check(redacted(), notice(register="firmware")),
        "that of another redaction",
    ),
    "of a publication to come": (
        lambda: check(redacted(), notice(records=[record(publication=2)])),
        "publication 2 was not there yet",
    ),
    "made after what is there": (lambda: check(redacted(), notice(after=7)), "but the last is 1"),
    "of a document that is not there": (
        lambda: check(redacted(), notice(records=[record(), record(cpl_number=999)])),
        "a document that they name is not there",
    ),
    "named twice": (
        lambda: check(redacted(), notice(records=[record(), record()])),
        "named twice",
    ),
    "of nothing, while a document says so": (
        lambda: check(redacted(), notice(records=[])),
        "line 1: redacted, but not as a signed",
    ),
    "of no list": (lambda: check(redacted(), notice(records={})), "names no documents"),
    "with another chain": (lambda: check(redacted(), notice(previous="0" * 64)), "does not follow"),
}


@pytest.mark.parametrize("name", FORGED)
def test_forged_redaction_is_named(name: str) -> None:
    forge, named = FORGED[name]

    with pytest.raises(Broken, match=named):
        forge()


def test_key_that_signed_a_redaction_follows_the_keys_of_publications() -> None:
    other = private_key(2)
    made = notice(key=other)
    named = digest_of(Piece(0, made.statement, None, {}))
    both = trusting(KEY, other)

    assert verified([redacted()], both, [made]).signatures.used == list(both)
    with pytest.raises(Broken, match=r"Publication 2: signed with key .* replaced before"):
        verified([redacted(), second(FIRST, named)], both, [made])
