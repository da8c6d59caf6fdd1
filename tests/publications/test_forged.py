"""Forgeries by somebody who holds the signing key: what was signed must still make sense."""

import json
from collections.abc import Callable
from typing import Any

import pytest

from sec_registry.publications.offline_verifier import Broken, Piece, verified
from tests.publications.world import line, piece, private_key, resigned, trusting

KEY = private_key(1)
FIRST = [line(101), line(102)]


def first(**members: Any) -> Piece:
    return piece(1, FIRST, standing=FIRST, before=None, key=KEY, **members)


def second(before: Piece, **members: Any) -> Piece:
    added = [line(103)]
    return piece(2, added, standing=[*FIRST, *added], before=before, key=KEY, **members)


def test_what_nobody_forged_holds() -> None:
    assert verified([first(), second(first())], trusting(KEY)).last == 2


def test_publication_that_is_left_out_is_named() -> None:
    with pytest.raises(Broken, match="Publication 1 is missing; 2 stands in its place"):
        verified([second(first())], trusting(KEY))


def registers_of(each: Piece) -> dict[str, Any]:
    return dict(json.loads(each.manifest)["registers"])


def swapped() -> Piece:
    """The roots of two registers change places."""
    said = registers_of(first())
    said["cpl"]["root"], said["firmware"]["root"] = said["firmware"]["root"], said["cpl"]["root"]
    return first(registers=said)


FORGED: dict[str, tuple[Callable[[], Piece], str]] = {
    "registers swapped": (swapped, "the records are not those that were signed for"),
    "another number": (lambda: first(number=2), "the manifest is that of publication 2"),
    "a number that is none": (lambda: first(number=True), "not a whole number"),
    "a number as text": (lambda: first(number="1"), "not a whole number"),
    "a number with a point": (lambda: first(number=1.0), "not a whole number"),
    "another chain": (lambda: first(previous="0" * 64), "does not follow"),
    "a time without zone": (lambda: first(published_at="2026-01-01T00:00:00"), "its zone"),
    "a time that is none": (lambda: first(published_at=7), "not a time"),
    "no registers": (lambda: first(registers={}), "names no registers"),
    "registers as a list": (lambda: first(registers=[]), "names no registers"),
    "one more member": (lambda: first(more=1), "must be an object of"),
    "an unknown format": (lambda: first(format=5), "does not know"),
    "records miscounted": (
        lambda: first(
            registers={
                **registers_of(first()),
                "cpl": {**registers_of(first())["cpl"], "records": 3},
            }
        ),
        "2 records, signed for 3",
    ),
    "a restricted count": (
        lambda: first(
            registers={**registers_of(first()), "zigbee": {"root": "0" * 64, "records": 1}}
        ),
        "must be an object of changes, records, redactions, root",
    ),
    "a list that is kept back": (
        lambda: first(registers={**registers_of(first()), "cpl": {"root": "0" * 64}}),
        "must show records and changes",
    ),
    "a root in capitals": (
        lambda: first(registers={**registers_of(first()), "zigbee": {"root": "A" * 64}}),
        "not written as it must be",
    ),
}


@pytest.mark.parametrize("name", FORGED)
def test_forged_manifest_is_named(name: str) -> None:
    forged, named = FORGED[name]

    with pytest.raises(Broken, match=named):
        verified([forged()], trusting(KEY))


DEEP = b'{"a":' * 5_000 + b"1" + b"}" * 5_000
BYTES = {
    "doubled name": (b'{"number":1,"number":2}', "a name stands twice"),
    "deep nesting": (DEEP, "nested more than"),
    "very deep nesting": (b"[" * 200_000, "nested more than"),
    "not an object": (b"[1]", "not an object"),
    "blanks": (b'{"number": 1}', "not written as canonical JSON"),
    "names out of order": (b'{"b":1,"a":2}', "not written as canonical JSON"),
    "escaped letters": (b'{"a":"\\u0041"}', "not written as canonical JSON"),
    "half a letter": (b'{"a":"\\ud800"}', "no JSON that can be read"),
    "not a number": (b'{"a":NaN}', "NaN is no number"),
    "endless": (b'{"a":1e999}', "no JSON that can be read"),
    "a number of 5,000 digits": (b'{"a":' + b"1" * 5_000 + b"}", "no JSON that can be read"),
    "another encoding": ('{"a":"\u00e9"}'.encode("latin-1"), "no JSON that can be read"),
    "a mark of byte order": (b"\xef\xbb\xbf{}", "no JSON that can be read"),
    "nothing": (b"", "no JSON that can be read"),
    "two objects": (b"{}{}", "no JSON that can be read"),
}


@pytest.mark.parametrize("name", BYTES)
def test_odd_bytes_are_named_although_they_are_signed(name: str) -> None:
    data, named = BYTES[name]

    with pytest.raises(Broken, match=f"Publication 1, manifest: .*{named}"):
        verified([resigned(data, {"cpl": []}, 1, KEY)], trusting(KEY))


LINES = {
    "added twice": ([line(101), line(101)], "CPL 101 is added, but"),
    "amended before it was there": ([line(101, "amended")], "CPL 101 is amended, but"),
    "numbers descend": ([line(102), line(101)], "do not ascend"),
    "no such change": ([line(101, "forgotten")], "no such kind of change"),
    "another record": (
        [line(7).replace(b'"document":{"cpl_number":7', b'"document":{"cpl_number":8')],
        "not that of CPL 7",
    ),
    "no whole line": ([line(101)[:-1]], "not a whole line"),
    "a doubled name": (
        [line(101).replace(b'"change":"added",', b'"change":"added","change":"added",')],
        "a name stands twice",
    ),
}


@pytest.mark.parametrize("name", LINES)
def test_odd_lines_are_named_although_they_are_signed(name: str) -> None:
    lines, named = LINES[name]
    forged = Piece(1, first().manifest, first().signature, {"cpl": lines})

    with pytest.raises(Broken, match=f"Publication 1, register cpl, line .*{named}"):
        verified([forged], trusting(KEY))


@pytest.mark.parametrize("codes", [[], ["cpl", "firmware"], ["zigbee"]])
def test_changes_of_other_registers_than_the_open_ones_are_refused(codes: list[str]) -> None:
    changes: dict[str, list[bytes]] = dict.fromkeys(codes, FIRST)
    each = Piece(1, first().manifest, first().signature, changes)

    with pytest.raises(Broken, match="are missing or odd"):
        verified([each], trusting(KEY))


def test_time_never_goes_back() -> None:
    late = first(published_at="2026-03-01T00:00:00+00:00")

    with pytest.raises(Broken, match="Publication 2: not later than"):
        verified([late, second(late)], trusting(KEY))


def test_key_that_was_replaced_never_comes_back() -> None:
    one, two = private_key(1), private_key(2)
    pieces = [first()]
    for number, key in ((2, two), (3, one)):
        pieces.append(piece(number, [], standing=FIRST, before=pieces[-1], key=key))

    assert verified(pieces[:2], trusting(one, two)).last == 2
    with pytest.raises(Broken, match=r"Publication 3: signed with key .* replaced before"):
        verified(pieces, trusting(one, two))


@pytest.mark.parametrize("older", [{"format": 3}, {"format": True}, {"format": 4.0}])
def test_other_formats_are_not_read(older: dict[str, Any]) -> None:
    with pytest.raises(Broken, match="manifest: a format that this verifier does not know"):
        verified([first(**older)], trusting(KEY))
