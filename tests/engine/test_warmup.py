"""What is asked in a warm-up, and what an answer leads to; and a learner over thirty days, on two machines."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from collections import Counter
from datetime import datetime
from pathlib import Path
from random import Random

import pytest

from tests.course.lesson_texts import CHECKS, SOLUTION, STARTER, exercise
from tests.progress.stores import Clock, attempted
from tests.small_course import cell
from tuitutor.course.load import load_course
from tuitutor.course.model import Course
from tuitutor.engine.asking import RIGHT, PosedItem, is_possible, place_of_item
from tuitutor.engine.outline import Goal
from tuitutor.engine.warmup import AT_OPENING, begin_warmup, due_items, next_due, offered_items, passed_on, reply_to
from tuitutor.progress.journal import Entry, PartsRead, Recalled, decode_entries
from tuitutor.progress.moving import pack_state, unpack_state
from tuitutor.progress.progress import Progress
from tuitutor.progress.store import Store

DAY = datetime(2026, 3, 1, 12).toordinal()
LESSONS = ("one", "two", "three", "four")
ITEMS = 3  # of each lesson


def noon(day: int) -> float:
    return datetime.fromordinal(day).replace(hour=12).timestamp()


def write_items(folder: Path) -> Course:
    """A course whose lessons have an exercise and three items each: two with choices, one with numbers."""
    folder.mkdir()
    toc = ", ".join(f"{{file: {name}.md}}" for name in LESSONS)
    (folder / "myst.yml").write_text(f"project: {{id: items, title: Items, toc: [{toc}]}}")
    for name in LESSONS:
        items = [
            f"id: {name}-0\nask: Q?\nchoices: {{yes: true, no: It is so., perhaps: It is sure.}}",
            f"id: {name}-1\nask: Q?\nchoices: {{b: true, a: No.}}\nplace: {name}",
            f"id: {name}-2\nask: '{{n}} and 1?'\nvariants: {{n: [3, 4]}}\nnumber: n + 1\nwrong: {{n: Add 1.}}",
        ]
        blocks = "\n".join(f"```yaml recall\n{item}\n```\n" for item in items)
        body = f"# {name}\n\nText.\n\n## Second part\n\nMore.\n\n{blocks}"
        work = exercise(STARTER + CHECKS, label=name) + SOLUTION.replace("net", name)
        (folder / f"{name}.md").write_text(f"---\ntitle: Lesson {name}\n---\n{body}\n{work}")
    course = load_course(folder)
    assert course.all_problems == ()
    return course


@pytest.fixture
def course(tmp_path: Path) -> Course:
    return write_items(tmp_path / "course")


def passed(store: Store, clock: Clock, name: str, day: int) -> None:
    clock.time = noon(day)
    attempted(store, "passed", name)


def ids(items: tuple[PosedItem, ...]) -> list[str]:
    return [each.item.id for each in items]


def answer_of(due: PosedItem, right: bool = True) -> str:
    return due.question.answer if right else next(wrong for wrong, _ in due.question.because)


# ---- what is asked


def test_items_come_from_lessons_that_were_passed_on_an_earlier_day(course: Course, tmp_path: Path) -> None:
    clock = Clock()
    store = Store.open(tmp_path / "state", "items", clock=clock)
    assert due_items(course, Progress(), DAY) == ()
    assert next_due(course, Progress(), DAY) is None
    attempted(store, "failed", "one")
    passed(store, clock, "two", DAY)
    passed(store, clock, "one", DAY + 1)
    assert due_items(course, store.progress(), DAY) == ()
    assert next_due(course, store.progress(), DAY) == (DAY + 1, 3)
    assert ids(due_items(course, store.progress(), DAY + 1)) == ["two-0", "two-1", "two-2"]
    due = ids(due_items(course, store.progress(), DAY + 2))
    assert due == ["two-0", "two-1", "two-2", "one-0", "one-1", "one-2"]  # the longest due first
    assert ids(offered_items(course, store.progress(), DAY + 2)) == due[:AT_OPENING]


def test_they_are_offered_once_a_day(course: Course, tmp_path: Path) -> None:
    clock = Clock()
    store = Store.open(tmp_path / "state", "items", clock=clock)
    passed(store, clock, "one", DAY)
    begin_warmup(store, DAY + 1)
    begin_warmup(store, DAY + 1)
    assert [type(entry).__name__ for entry in _entries(store)].count("WarmedUp") == 1
    assert offered_items(course, store.progress(), DAY + 1) == ()
    assert len(due_items(course, store.progress(), DAY + 1)) == ITEMS
    assert len(offered_items(course, store.progress(), DAY + 2)) == AT_OPENING
    begin_warmup(store, DAY + 400)  # by a clock that was wrong
    assert len(offered_items(course, store.progress(), DAY + 2)) == AT_OPENING


def test_other_numbers_are_asked_the_next_time(course: Course, tmp_path: Path) -> None:
    store = Store.open(tmp_path / "state", "items", clock=(clock := Clock()))
    passed(store, clock, "one", DAY)
    asked = []
    for day in (DAY + 1, DAY + 2):
        number = due_items(course, store.progress(), day)[2]
        asked.append(number.asking.ask)
        reply_to(number, "3", store, day)
    assert asked == ["3 and 1?", "4 and 1?"]


def test_a_lesson_without_exercises_comes_back_once_it_was_read(tmp_path: Path) -> None:
    folder = tmp_path / "course"
    write_items(folder)
    text = (folder / "one.md").read_text().partition("```{exercise-start}")[0]
    (folder / "one.md").write_text(f"{text}\n\n{cell('1 + 1')}\n")  # its cells needn't run
    course, clock = load_course(folder), Clock(noon(DAY))
    store = Store.open(tmp_path / "state", "items", clock=clock)
    store.record(PartsRead("one", ("section:one",), store.now()))
    assert passed_on(course.lessons[0], store.progress()) is None
    store.record(PartsRead("one", ("section:second-part",), store.now()))
    assert passed_on(course.lessons[0], store.progress()) == DAY


@pytest.mark.parametrize("at", [-1e300, 1e300, 0.0, -5.0])
def test_a_time_that_is_none_keeps_nothing_from_being_asked(course: Course, tmp_path: Path, at: float) -> None:
    store = Store.open(tmp_path / "state", "items", clock=Clock(at))
    attempted(store, "passed", "one")
    assert len(due_items(course, store.progress(), DAY)) == ITEMS


# ---- answers


def test_a_wrong_answer_is_told_why_and_where_to_read_it_up(course: Course, tmp_path: Path) -> None:
    store = Store.open(tmp_path / "state", "items", clock=(clock := Clock()))
    passed(store, clock, "one", DAY)
    words, placed, number = due_items(course, store.progress(), DAY + 1)
    reply = reply_to(words, "no", store, DAY + 1)
    assert reply.text == "That is not right. It is so. The answer is “yes”."
    assert (reply.goal, reply.place) == (
        Goal(course.lessons[0], "section:second-part"),
        "“Second part” in “Lesson one”",
    )
    assert reply_to(number, "3", store, DAY + 1).text == "That is not right. Add 1. The answer is 4."
    assert reply_to(number, "7", store, DAY + 1).text == "That is not right. The answer is 4."
    assert place_of_item(placed.lesson, placed.item) == Goal(course.lessons[0], "exercise:one")
    at = placed.question.choices.index("b") + 1
    assert reply_to(placed, f"#{at}", store, DAY + 1) == reply_to(placed, "b", store, DAY + 1)
    last = [entry for entry in _entries(store) if isinstance(entry, Recalled)][-1]
    assert (last.item, last.right, last.day, last.answer) == ("one-1", True, DAY + 1, "b")
    assert reply_to(placed, "b", store, DAY + 1).text == RIGHT


def test_what_is_no_answer_is_known(course: Course, tmp_path: Path) -> None:
    store = Store.open(tmp_path / "state", "items", clock=(clock := Clock()))
    passed(store, clock, "one", DAY)
    words, _, number = due_items(course, store.progress(), DAY + 1)
    assert [text for text in ("yes", "1", "3", "4", "maybe", "") if is_possible(words.question, text)] == [
        "yes",
        "1",
        "3",
    ]
    assert [text for text in ("4", "4.0", "-1e3", "x", "") if is_possible(number.question, text)] == [
        "4",
        "4.0",
        "-1e3",
    ]


def _entries(store: Store) -> list[Entry]:
    lines = {line for path in (store.folder / "journal").iterdir() for line in path.read_bytes().split(b"\n")}
    return sorted((entry for line in lines for entry in decode_entries(line)), key=lambda entry: entry.at)


# ---- thirty days on two machines

_KILLED = """
import os, signal, sys
from pathlib import Path
from tuitutor.course.load import load_course
from tuitutor.engine.warmup import begin_warmup, offered_items, reply_to
from tuitutor.progress.store import Store

root, folder, day, now = sys.argv[1:]
course = load_course(Path(folder))
store = Store.open(Path(root), course.id, clock=lambda: float(now))
due = offered_items(course, store.progress(), int(day))
begin_warmup(store, int(day))
reply_to(due[0], due[0].question.answer, store, int(day))
print(due[0].item.id, flush=True)
os.kill(os.getpid(), signal.SIGKILL)
"""


@pytest.mark.long
def test_a_learner_takes_the_course_over_thirty_days_on_two_machines(course: Course, tmp_path: Path) -> None:
    """Their states are merged before each session; some sessions are killed once the first answer is given."""
    chance = Random(1)
    roots = [tmp_path / "at home", tmp_path / "at work"]
    given: Counter[tuple[int, str]] = Counter()
    offered: Counter[int] = Counter()
    for day in range(DAY, DAY + 30):
        if day - DAY in (0, 2, 5, 9):
            store = Store.open(chance.choice(roots), course.id, clock=(clock := Clock()))
            passed(store, clock, LESSONS[(0, 2, 5, 9).index(day - DAY)], day)
        for root in chance.sample(roots, 2):  # in both, on the same day
            _merge(roots, tmp_path, moved=day % 10 == 0)
            store = Store.open(root, course.id, clock=Clock(noon(day)))
            before = store.progress()
            due, offers = due_items(course, before, day), offered_items(course, before, day)
            assert [each.day for each in due] == sorted(each.day for each in due)
            assert offers in ((), due[:AT_OPENING])
            if not offers:
                continue
            offered[day] += 1
            if day - DAY in (3, 8, 15):
                environ = dict(os.environ)
                command = [sys.executable, "-c", _KILLED, root, course.folder, str(day), str(noon(day))]
                done = subprocess.run([*map(str, command)], env=environ, stdout=subprocess.PIPE, text=True)
                assert done.returncode == -signal.SIGKILL
                assert done.stdout.split() == [offers[0].item.id]
                given[day, offers[0].item.id] += 1
                continue
            begin_warmup(store, day)
            for each in due if day % 7 == 0 else offers:  # now and then, more on demand
                reply_to(each, answer_of(each, chance.random() < 0.8), store, day)
                given[day, each.item.id] += 1
    _merge(roots, tmp_path, moved=True)
    for root in roots:
        store = Store.open(root, course.id)
        kept = Counter((each.day, each.item) for each in _entries(store) if isinstance(each, Recalled))
        assert kept == given  # nothing is lost
    assert max(offered.values()) == max(given.values()) == 1
    assert {item for _, item in given} == {f"{name}-{number}" for name in LESSONS for number in range(ITEMS)}
    late = [each.day for each in due_items(course, store.progress(), DAY + 30)]
    assert all(day > DAY + 20 for day in late)


def _merge(roots: list[Path], scratch: Path, *, moved: bool) -> None:
    """Move each machine's state to the other one; or copy the journals, as what keeps folders alike does."""
    for source, target in (roots, roots[::-1]):
        if moved and source.exists():
            (scratch / "moved.tar.gz").write_bytes(pack_state(source)[0])
            unpack_state(scratch / "moved.tar.gz", target)
        elif source.exists():
            shutil.copytree(source, target, dirs_exist_ok=True)
