"""The option `after`: only exercises above can come first, and the task names them."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.small_course import exercise, lesson
from tuitutor.course.markdown import parse_lesson
from tuitutor.course.model import Lesson


def part(label: str, after: str = "") -> str:
    text = exercise(f"Part {label}", label, "Do it.", starter="x = 0", checks="- variable: {x: {equals: 1}}",
                    hints=[], solution="x = 1", why="So.")  # fmt: skip
    return text.replace(f":label: {label}\n", f":label: {label}\n:after: {after}\n") if after else text


def parsed(*parts: str) -> Lesson:
    return parse_lesson(lesson("L", "One.", *parts), Path("l.md"))


def test_what_it_builds_on_comes_with_what_that_builds_on() -> None:
    found = parsed(part("part-a"), part("part-b", "part-a"), part("part-d"), part("part-c", "part-d, part-b"))
    assert found.problems == ()
    a, b, d, c = found.exercises
    assert (a.after, b.after, c.after) == ((), ("part-a",), ("part-a", "part-b", "part-d"))
    assert [other.label for other in found.before(c)] == ["part-a", "part-b", "part-d"]
    assert b.prose.endswith(
        "*This builds on “Part part-a”: your passed answer to it, or else its solution, runs first.*"
    )
    assert "“Part part-a”, “Part part-b” and “Part part-d”" in c.prose
    assert len({exercise.version for exercise in (a, b, c)}) == 3
    assert a.version == d.version


ASKS = """```{exercise-start} Asks
:label: asks
```

```yaml checks
- question: {choices: [a, b], answer: a}
```

```{exercise-end}
```"""
BAD = {
    "unknown": ([part("part-a"), part("b", "part-x")], "no exercise 'part-x' in this lesson; did you mean 'part-a'?"),
    "below": ([part("a", "b"), part("b")], "'b' stands below this exercise; put it above, since its answer runs first"),
    "circular": ([part("a", "b"), part("b", "a")], "'b' stands below this exercise"),
    "itself": ([part("a", "a")], "'a' is this exercise itself; name one above it"),
    "a question": ([ASKS, part("b", "asks")], "an answer to 'asks' isn't code, so it can't run first"),
}


@pytest.mark.parametrize(("parts", "why"), BAD.values(), ids=BAD)
def test_what_can_not_come_first_is_a_problem_in_its_line(parts: list[str], why: str) -> None:
    found = parsed(*parts)
    [problem] = found.problems
    assert problem.text.startswith("in 'after': ")
    assert why in problem.text
    assert lesson("L", "One.", *parts).split("\n")[problem.line - 1].startswith(":after:")
