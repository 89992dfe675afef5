"""A kind of check is one class in `course`, and one function in `grading`: nothing else knows it."""

from __future__ import annotations

from collections.abc import Iterator, Set
from pathlib import Path
from typing import Annotated

import pytest

from tests.grading.builders import exercise
from tuitutor.course.bounds import Bound
from tuitutor.course.checks import KINDS
from tuitutor.course.editions import needs_secret
from tuitutor.course.findings import Findings
from tuitutor.course.kind import CheckKind, Goal, ReadFrom, Requirements
from tuitutor.course.manual import page
from tuitutor.course.model import MeasureCell
from tuitutor.course.schema import read_checks
from tuitutor.draw.metrics import goals_of
from tuitutor.grading.evidence import Evidence, judge_kind
from tuitutor.grading.judge import judge, needs_model, needs_run
from tuitutor.grading.outcome import Finding, compared
from tuitutor.grading.verdicts import Provenance


class Lines(CheckKind, frozen=True):
    """The answer is short."""

    key = "lines"
    title = "Its length"
    example = "lines: {most: 2}"
    read_from = ReadFrom.TEXT

    most: Annotated[int, "lines that it may have"]

    @property
    def requirements(self) -> Requirements:
        return Requirements(variables=("text",))

    def goals(self, losses: Set[str]) -> Iterator[Goal]:
        yield Goal("lines", Bound(at_most=self.most))

    def needs_secret(self, measured: Set[str], other_model: bool) -> bool:
        return "text" in measured


def judge_lines(check: Lines, evidence: Evidence) -> Finding:
    count = len(evidence.stdout.splitlines())
    return compared(count <= check.most, f"at most {check.most}", str(count), Provenance.VERIFIED, "It is too long.")


def test_a_class_and_a_function_make_a_new_kind(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(KINDS, Lines.key, Lines)  # as if it were listed there
    judge_kind.register(Lines, judge_lines)
    findings = Findings(Path("lesson.md"))
    checks = read_checks(f"- {Lines.example}\n- lines: {{mst: 2}}\n- lines: {{most: two}}", 1, findings).checks
    assert [problem.text for problem in findings.problems] == [
        "in 'lines': unknown key 'mst'; did you mean 'most'?",
        "in 'lines': found 'two'; expected a whole number",
    ]
    short, long = (judge(exercise(*checks), Evidence(stdout=text))[0] for text in ("a\nb", "a\nb\nc"))
    assert (short.name, short.passed, long.passed, long.found) == ("Its length", True, False, "3")
    assert (needs_model(exercise(*checks)), needs_run(exercise(*checks))) == (False, False)
    assert (exercise(*checks).requirements.variables, goals_of(exercise(*checks), "")) == (
        ("text",),
        {"lines": Goal("lines", Bound(at_most=2))},
    )
    assert [needs_secret(checks[0], MeasureCell(source, 1)) for source in ("text = 1", "n = 1")] == [True, False]
    assert page("lines") == (
        "## lines\n\nThe answer is short.\n\n```yaml\n- lines: {most: 2}\n```\n\n"
        "- `most`: lines that it may have\n\nRead from the answer's text: verified.\n"
    )


@pytest.mark.parametrize("kind", KINDS.values(), ids=KINDS)
def test_every_kind_is_judged(kind: type[CheckKind]) -> None:
    assert judge_kind.dispatch(kind) is not judge_kind.dispatch(CheckKind)
