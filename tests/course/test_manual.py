"""The reference of checks: every key that can be written is described, every example reads, and the page is current."""

from __future__ import annotations

import inspect
from pathlib import Path
from typing import get_args, get_type_hints

import pytest
from msgspec import Struct

from tuitutor.course.challenge import Challenge
from tuitutor.course.checks import Source
from tuitutor.course.choices import Question
from tuitutor.course.findings import Findings
from tuitutor.course.manual import PAGES, SHARED_KEYS, manual, page
from tuitutor.course.schema import KINDS, SHARED, read_checks
from tuitutor.grading.judge import ON_MODEL

WRITTEN = Path(__file__).parents[2] / "docs" / "checks.md"


def written_keys(key: str) -> set[str]:
    """The keys of such a check, by what makes it: its parameters, or the fields of a form that its one value may be."""
    make = KINDS[key].make
    hints = {name: hint for name, hint in get_type_hints(make).items() if name != "return"}
    offered = [form for hint in hints.values() for form in (hint, *get_args(hint))]
    forms = [form for form in offered if isinstance(form, type) and issubclass(form, Struct)]
    alone = key == "variable" or key == "built_from"  # named freely, or one value
    keys = inspect.signature(forms[0]).parameters if alone else inspect.signature(make).parameters
    return set() if key in ("layers", "output_shapes", "output_shape", "trained") else set(keys)


@pytest.mark.parametrize("key", KINDS)
def test_every_key_of_a_check_is_described(key: str) -> None:
    assert set(PAGES[key].keys) == written_keys(key)


def test_nothing_is_described_that_is_not_there() -> None:
    assert list(PAGES) == list(KINDS)
    assert tuple(SHARED_KEYS) == SHARED


@pytest.mark.parametrize("key", PAGES)
def test_every_example_reads(key: str) -> None:
    findings = Findings(Path("example.md"))
    [check] = read_checks(f"- {PAGES[key].example}", 1, findings).checks
    assert findings.problems == []
    assert PAGES[key].verified is isinstance(check.kind, ON_MODEL | Source | Question | Challenge)
    assert PAGES[key].example in page(key)


def test_the_page_in_the_docs_is_what_the_command_prints() -> None:
    assert WRITTEN.read_text() == manual(), "run: tuitutor checks > docs/checks.md"


def test_no_line_is_too_long() -> None:
    prose = [line for line in manual().split("\n") if not line.startswith("- ")]
    assert max(map(len, prose)) <= 130
