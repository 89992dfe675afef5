"""`tuitutor warmup`, and the warm-up at the prompts of `learn --plain`."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.cli.conftest import COUNTS, READING, Cli
from tests.small_course import write_course
from tuitutor.engine.warmup import today
from tuitutor.grading.verdicts import Verdict
from tuitutor.progress.journal import Attempted
from tuitutor.progress.store import Store

ITEMS = """
## Biases

```yaml recall
id: biases
ask: |
  What has a `Dense` layer besides weights?

      Dense(3)
choices:
  a bias for each unit: true
  one bias: Each unit adds its own.
  nothing: It has biases.
```

```yaml recall
id: count
ask: How many with {n} units on 4 inputs?
variants: {n: [3, 5]}
number: 5 * n
wrong:
  4 * n: The biases are missing.
```

"""

Types = Callable[[str], None]


@pytest.fixture
def course(tmp_path: Path) -> Path:
    counts = COUNTS.replace("```{exercise-start}", f"{ITEMS}```{{exercise-start}}", 1)
    return write_course(tmp_path / "course", {"Counting": {"counts.md": counts, "reading.md": READING}})


def pass_counts(home: Path, days_ago: int) -> None:
    store = Store.open(home, "small")
    store.record(Attempted("how-many", Verdict.PASSED, 2.0, 2.0, "v", 1.0, store.now() - days_ago * 86_400))


def test_questions_are_asked_and_answered_at_a_prompt(cli: Cli, home: Path, types: Types) -> None:
    assert cli("warmup").out == "Nothing is due today; questions come back from the day after their lesson is passed.\n"
    pass_counts(home, days_ago=2)
    types("maybe\nA bias for each unit.\ntwelve\n12\n")
    result = cli("warmup")
    assert result.code == 0
    one, two = result.out.split("Question 2 of 2, from “Counts”:")
    assert one.startswith("\nQuestion 1 of 2, from “Counts”:\n\nWhat has a Dense layer besides weights?\n\nDense(3)\n")
    assert one.count("Type the number of an answer, or its words:\n1: ") == 2  # again after what is none
    assert "It is in “Biases” in “Counts”; tuitutor learn counts:biases opens it." in two
    assert "How many with 3 units on 4 inputs?" in two
    assert "Type a number, in digits." in two
    assert "That is not right. The biases are missing. The answer is 15." in two
    answers = Store.open(home, "small").progress().recalled
    assert {name: answer.right for name, answer in answers.items()} == {"biases": True, "count": False}
    later = "Nothing is due today; 1 question comes back tomorrow."
    assert two.splitlines()[-1] == f"1 of 2 right. {later}"
    assert cli("warmup").out == f"{later}\n"


def test_what_is_skipped_or_left_stays_due(cli: Cli, home: Path, types: Types) -> None:
    pass_counts(home, days_ago=2)
    types("\nq\n")
    assert cli("warmup").out.splitlines()[-1] == "0 of 0 right. 2 questions are due today."
    types("\n")
    assert cli("warmup", "1").out.splitlines()[-1] == "0 of 0 right. 2 questions are due today."


def test_a_plain_course_begins_with_it_once_a_day_and_goes_where_it_leads(
    cli: Cli, home: Path, types: Types, monkeypatch: pytest.MonkeyPatch
) -> None:
    pass_counts(home, days_ago=2)
    monkeypatch.setenv("TUITUTOR_WARMUP", "false")
    types("q\n")
    assert "Warm-up" not in cli("learn", "--plain").out
    monkeypatch.delenv("TUITUTOR_WARMUP")
    types("q\nq\n")
    assert "Warm-up" not in cli("learn", "--plain", "reading").out  # somebody wants to go there
    types("\n12\ng\nq\n")
    shown = cli("learn", "--plain").out
    assert "\nWarm-up: 2 questions from lessons that you passed.\n" in shown
    assert "It is in “Biases” in “Counts”.\n" in shown
    assert "Lesson 1 of 2: Counts." in shown.partition("read it there > ")[2]
    types("u\n\n\nq\n")
    again = cli("learn", "--plain").out
    assert again.count("Warm-up: 1 question from lessons that you passed.") == 1
    assert "1 question is due today." in again
    assert Store.open(home, "small").progress().warmed_up == {today()}
