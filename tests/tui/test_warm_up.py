"""The warm-up in the app: offered once on another day, answered by a key or a number, and in nobody's way."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from textual.widgets import TextArea

from tests.small_course import write_course
from tests.tui.conftest import COUNTS, READING, Maker, screen_text, sees, until
from tuitutor.engine.warmup import today
from tuitutor.grading.verdicts import Verdict
from tuitutor.progress.journal import Attempted
from tuitutor.tui.screens.lesson import LessonScreen
from tuitutor.tui.screens.warm_up import WarmUpScreen
from tuitutor.tui.widgets.cell import CellBox

ITEMS = """
## Biases

```yaml recall
id: next
ask: The validation loss rises from epoch 8 on. What next?
choices:
  stop at epoch 8: true
  train on: It rises already.
  add a layer: It fits its own data too well as it is.
```

```yaml recall
id: count
ask: How many parameters with {n} units on 4 inputs?
variants: {n: [3, 5]}
number: 5 * n
```

"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    counts = COUNTS.replace("```{exercise-start}", f"{ITEMS}```{{exercise-start}}", 1)
    return write_course(tmp_path / "course", {"Counting": {"counts.md": counts}, "Reading": {"reading.md": READING}})


def pass_counts(make: Maker) -> None:
    """As on a day before."""
    make()
    assert make.store is not None
    make.store.record(Attempted("small-net", Verdict.PASSED, 2.0, 2.0, "v", 1.0, make.store.now() - 3 * 86_400))


@pytest.mark.long
async def test_it_takes_no_key_from_an_editor_and_comes_between_lessons(make: Maker) -> None:
    pass_counts(make)
    async with make(warmup=False).run_test(size=(80, 24)) as pilot:
        await sees(pilot, "Counts")
        await pilot.press("f2")
        await sees(pilot, "model = None")
        await pilot.press("ctrl+q")
    app = make()
    async with app.run_test(size=(80, 24)) as pilot:
        await sees(pilot, "model = None")
        await until(pilot, lambda: isinstance(app.focused, TextArea))
        await pilot.press("x")
        await sees(pilot, "xmodel = None")
        await pilot.press("escape", "]")
        await sees(pilot, "question 1 of 2")
        await pilot.press("escape")
        await sees(pilot, "Read this.")


@pytest.mark.spine
async def test_it_is_asked_and_answered_and_leads_where_it_can_be_read(make: Maker) -> None:
    pass_counts(make)
    app = make()
    async with app.run_test(size=(80, 24)) as pilot:
        await sees(pilot, "question 1 of 2")
        assert make.store is not None
        assert make.store.progress().warmed_up == {today()}  # before anything was answered
        assert isinstance(app.screen, WarmUpScreen)
        at = next(line for line in screen_text(app).split("\n") if "] train on" in line)
        await pilot.press("ctrl+r")
        await sees(pilot, "Pick an answer first")
        await pilot.press(at[at.index("[") + 1])
        await sees(pilot, f"● {at[at.index('[') :].strip('│ ')}")
        assert make.store.progress().recalled == {}  # a digit only marks it
        await pilot.press("ctrl+r")
        await sees(pilot, "That is not right. It rises already. The answer is “stop at epoch 8”.")
        assert not make.store.progress().recalled["next"].right
        await pilot.press("1", "2", "3")  # it is answered
        await pilot.press("ctrl+r")
        await sees(pilot, "How many parameters with 3 units on 4 inputs?")
        await pilot.press("x", "enter")
        await sees(pilot, "Type a number, in digits.")
        await pilot.press("backspace", "1", "6", "ctrl+r")
        await sees(pilot, "That is not right. The answer is 15.")
        await sees(pilot, "It is in “Biases” in “Counts”.")
        await pilot.press("g")
        await until(pilot, lambda: isinstance(app.screen, LessonScreen) and "Biases" in screen_text(app))
        assert {name: item.right for name, item in make.store.progress().recalled.items()} == {
            "next": False,
            "count": False,
        }
    again = make()
    async with again.run_test(size=(80, 24)) as pilot:
        await sees(pilot, "ctrl+p more")
        await pilot.pause(0.1)
        assert isinstance(again.screen, LessonScreen)  # never twice a day
        await pilot.press("ctrl+p", *"warm-up", "enter")
        await sees(pilot, "Nothing is due today; 2 questions come back tomorrow.")


@pytest.mark.long
async def test_one_key_skips_it_and_what_was_not_asked_stays_due(make: Maker) -> None:
    pass_counts(make)
    app = make()
    async with app.run_test(size=(80, 24)) as pilot:
        await sees(pilot, "question 1 of 2")
        await pilot.press("escape")
        await sees(pilot, "Before you count")
        assert isinstance(app.screen, LessonScreen)
        await pilot.press("tab")
        assert isinstance(app.focused, CellBox)  # the lesson has the keys, as if nothing had been asked
        await pilot.press("ctrl+p", *"warm-up", "enter")
        await sees(pilot, "question 1 of 2")
        assert make.store is not None
        assert make.store.progress().recalled == {}


@pytest.mark.parametrize("why", ["setting", "new", "key"])
async def test_it_is_not_asked_where_it_would_be_in_the_way(make: Maker, why: str) -> None:
    if why != "new":
        pass_counts(make)
    app = make(warmup=why != "setting")
    if why == "key":
        app._touched = True  # before the first paint
    async with app.run_test(size=(80, 24)) as pilot:
        await sees(pilot, "ctrl+p more")
        await pilot.pause(0.1)
        assert isinstance(app.screen, LessonScreen)
        assert make.store is not None
        assert make.store.progress().warmed_up == frozenset()


def test_nothing_of_it_is_loaded_before_the_first_paint() -> None:
    loads = (
        "import sys, tuitutor.tui.app; print([name for name in sys.modules if 'warm' in name and 'tuitutor' in name])"
    )
    done = subprocess.run([sys.executable, "-c", loads], stdout=subprocess.PIPE, text=True, check=True)
    assert done.stdout.strip() == "[]"
