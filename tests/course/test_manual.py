"""The reference of checks: every key that can be written is described, and every example reads."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tuitutor.course.checks import KINDS, SHARED
from tuitutor.course.findings import Findings
from tuitutor.course.manual import manual, page
from tuitutor.course.schema import read_checks

NESTED = {"variable": "{x: {zzz: 1}}"}


def described(text: str) -> list[str]:
    return re.findall(r"^- `(\w+)`: .", text, re.MULTILINE)


@pytest.mark.parametrize("key", KINDS)
def test_the_keys_that_can_be_written_are_described(key: str) -> None:
    findings = Findings(Path("example.md"))
    read_checks(f"- {key}: {NESTED.get(key, '{zzz: 1}')}", 1, findings)
    [problem] = findings.problems
    offered = re.findall(r"'(\w+)'", problem.text.partition("unknown key 'zzz'; ")[2])
    assert described(page(key)) == (["gap", "curves"] if key == "history" else offered)  # any key is a curve


def test_the_shared_keys_are_described() -> None:
    assert tuple(described(manual().partition("## Shared keys")[2])) == SHARED


@pytest.mark.parametrize("key", KINDS)
def test_every_example_reads(key: str) -> None:
    findings = Findings(Path("example.md"))
    [check] = read_checks(f"- {KINDS[key].example}", 1, findings).checks
    assert findings.problems == []
    assert type(check.kind) is KINDS[key]
    assert KINDS[key].example in page(key)


def test_no_line_is_too_long() -> None:
    prose = [line for line in manual().split("\n") if not line.startswith("- ")]
    assert max(map(len, prose)) <= 130
