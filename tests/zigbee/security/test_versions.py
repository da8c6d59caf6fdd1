"""Stack versions compared: every order they have, and every form that is not guessed at."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zigbee.security.versions import StackVersion, spelled, version_of

# A busy machine is no failure.
NUMBERS = st.lists(st.integers(0, 10**9 - 1), min_size=1, max_size=5)
STACKS = st.sampled_from(["", "ExampleZ ", "House-Of_Cards ", "Z3 stack "])


def read(text: str) -> StackVersion:
    version = version_of(text)
    assert version is not None, text
    return version


def test_versions_of_one_stack_are_in_the_order_of_their_numbers() -> None:
    written = ["6", "7", "7.1", "7.4.2", "7.4.9", "7.4.9.1", "7.4.10", "7.10", "10.0.0.1"]
    assert all(read(a) < read(b) for a, b in pairwise(written))


@pytest.mark.parametrize(
    "same",
    [
        ["7.4", "7.4.0", "v7.4", "V 7.4", "v.7.4", "7.04"],
        ["ExampleZ 7.4", "examplez 7.4.0", "Example-Z v7.4", "ExampleZ7.4", "  EXAMPLE Z 7.4 "],
        ["R21", "r 21", "r21.0"],
        ["ExampleZ R21", "ExampleZ-r21"],
        ["Server7", "server 7"],
    ],
)
def test_spellings_of_one_version_are_that_version(same: list[str]) -> None:
    assert len({read(text) for text in same}) == 1


def test_stacks_are_told_apart() -> None:
    apart = ["7", "R7", "ExampleZ 7", "ExampleZ R7", "MakeBelieve 7", "ExampleZ Pro 7"]
    assert len({read(text).stack for text in apart}) == len(apart)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "latest",
        "ExampleZ",
        "7.x",
        "7.4-rc1",
        "ExampleZ 7.4 rc1",
        "ExampleZ 7.4.5-rc1",
        "ExampleZ 7.4.5 build 3",
        "<7.4",
        "7.4 - 7.6",
        "7..4",
        ".7",
        "7.",
        "7,4",
        "٧.٤",
        "7.4\n7.5",
        "1" * 10,
        "not provided",
    ],
)
def test_other_forms_are_unknown(text: str) -> None:
    assert version_of(text) is None


@given(STACKS, NUMBERS, NUMBERS)
def test_comparison_is_that_of_numbers_with_zeros_at_the_end(
    stack: str, one: list[int], other: list[int]
) -> None:
    size = max(len(one), len(other))
    padded = [numbers + [0] * (size - len(numbers)) for numbers in (one, other)]
    left, right = (read(stack + ".".join(map(str, numbers))) for numbers in (one, other))

    assert (left < right, left == right, left > right) == (
        padded[0] < padded[1],
        padded[0] == padded[1],
        padded[0] > padded[1],
    )


@given(st.lists(st.tuples(STACKS, NUMBERS), max_size=8))
def test_order_is_total(drawn: list[tuple[str, list[int]]]) -> None:
    versions = sorted(read(stack + ".".join(map(str, numbers))) for stack, numbers in drawn)
    assert all(not later < earlier for earlier, later in pairwise(versions))


@given(st.text(max_size=70))
def test_any_text_is_read_or_refused(text: str) -> None:
    version = version_of(text)
    assert version is None or version == version_of(f"  {text}")


def test_names_are_compared_without_case_blanks_and_hyphens() -> None:
    assert spelled(" Imaginary-Silicon  Ltd ") == spelled("IMAGINARY SILICON LTD")
    assert spelled("- _") == ""
