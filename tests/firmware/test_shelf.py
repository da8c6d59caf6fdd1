"""A shelf keeps what was asked for last, and no more than it has room for."""

from firmware.shelf import Shelf


def test_what_was_not_asked_for_longest_makes_room() -> None:
    shelf = Shelf[str](room=10)
    for name in "abc":
        shelf.put(name, name * 3, 3)
    assert shelf.get("a") == "aaa"

    shelf.put("d", "dddd", 4)

    assert [shelf.get(name) for name in "abcd"] == ["aaa", None, "ccc", "dddd"]


def test_an_answer_takes_the_place_of_an_earlier_one_and_none_is_larger_than_the_shelf() -> None:
    shelf = Shelf[str](room=10)
    for size in (9, 2, 9, 4):
        shelf.put("a", f"of {size}", size)
    shelf.put("b", "of 6", 6)
    assert (shelf.get("a"), shelf.get("b")) == ("of 4", "of 6")

    shelf.put("a", "of 11", 11)

    assert (shelf.get("a"), shelf.get("b")) == (None, "of 6")
