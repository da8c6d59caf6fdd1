"""Which columns a rule speaks of, read from the rule itself, so that nobody keeps a second list.

A rule names columns as constants or as words of the vocabulary; so do the small functions of its
own module that it calls. What it asks of other modules is theirs.
"""

import inspect
from collections.abc import Callable, Iterator
from types import CodeType, FunctionType
from typing import Any

from sec_registry.registers.catalogue import columns
from sec_registry.registers.findings import Rule
from sec_registry.registers.vocabulary import Column


def columns_named(rule: Rule) -> list[str]:
    """The columns, in the workbook's order."""
    named = set(_named(rule.check, set()))
    return [name for name in columns() if name in named]


def _named(check: Callable[..., Any], seen: set[str]) -> Iterator[str]:
    written = inspect.unwrap(check)
    if not isinstance(written, FunctionType) or written.__qualname__ in seen:
        return
    seen.add(written.__qualname__)
    for code in _codes(written.__code__):
        yield from _words(code.co_consts)
        for name in code.co_names:
            value = written.__globals__.get(name)
            yield from _words(value)
            if isinstance(value, FunctionType) and value.__module__ == written.__module__:
                yield from _named(value, seen)
    for cell in written.__closure__ or ():
        yield from _words(cell.cell_contents)
        if isinstance(cell.cell_contents, FunctionType):
            yield from _named(cell.cell_contents, seen)


def _codes(code: CodeType) -> Iterator[CodeType]:
    """The code and that of the comprehensions inside it."""
    yield code
    for constant in code.co_consts:
        if isinstance(constant, CodeType):
            yield from _codes(constant)


def _words(value: object) -> Iterator[str]:
    """The column names that a value is, or holds."""
    if isinstance(value, str):
        if value in columns():
            yield value
    elif isinstance(value, Column):
        yield value.name
    elif isinstance(value, dict):
        yield from _words(tuple(value) + tuple(value.values()))
    elif isinstance(value, tuple | list | frozenset | set):
        for each in value:
            yield from _words(each)
