"""The reference of all checks, for authors: `tuitutor lint --explain` prints it.

Its parts are the docstrings and annotations of the kinds of check.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from textwrap import wrap
from typing import Annotated, get_args, get_origin, get_type_hints

from msgspec import Struct

from tuitutor.course.bounds import Bound
from tuitutor.course.checks import KINDS, Check
from tuitutor.course.kind import ReadFrom

COLUMNS = 100
_INTRO = """\
# Checks

Each entry of an exercise's `yaml checks` block has one of the keys below, and any of the shared
ones. `tuitutor lint --explain KEY` prints only the part on one key.

Where it says *number*, write the number itself, or bounds: `{at_least: 0.9}`, `{at_most: 30}`, or
both. There is no tolerance except for rounding: a rate that Keras keeps as 0.10000000149 is 0.1.
What is unknown, nan or infinite meets no bound.

*Verified* facts come from a process that never ran learner code, or from the answer's text.
*Reported* ones come from the learner's own process, so a program can forge them: `tuitutor grade`
and `check --untrusted` give no points for them where they could have been verified.
"""


def manual() -> str:
    """The whole reference, as Markdown."""
    parts = [_INTRO, *map(page, KINDS), "## Shared keys\n\n" + "\n".join(_items(Check)) + "\n"]
    return "\n".join(parts)


def page(key: str) -> str:
    """The part on a kind of check, as Markdown. Raises KeyError."""
    kind = KINDS[key]
    verified = kind.read_from is not ReadFrom.PROGRAM
    source = f"Read from {kind.read_from.value}: {'verified' if verified else 'reported'}."
    parts = [f"## {key}", _wrapped(kind.__doc__ or ""), f"```yaml\n- {kind.example}\n```"]
    if items := "\n".join(_items(kind.make())):
        parts.append(items)
    return "\n\n".join([*parts, _wrapped(source)]) + "\n"


def _items(make: Callable[..., object]) -> Iterator[str]:
    """The annotations of the keys, and of the keys of a form that stands for them."""
    for name, hint in get_type_hints(make, include_extras=True).items():
        if get_origin(hint) is Annotated:
            of, meaning = get_args(hint)
            yield _wrapped(f"- `{name}`: {meaning}{' (number)' if _bounds(of) else ''}", "  ")
        elif name != "return":
            for form in (hint, *get_args(hint)):
                yield from _items(form) if isinstance(form, type) and issubclass(form, Struct) else ()


def _bounds(hint: object) -> bool:
    return hint is Bound or any(map(_bounds, get_args(hint)))


def _wrapped(text: str, indent: str = "") -> str:
    return "\n".join(wrap(text, COLUMNS, subsequent_indent=indent, break_long_words=False, break_on_hyphens=False))
