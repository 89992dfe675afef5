"""State that moves to another machine, as far as it takes seconds to try: any sessions, any damage."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.progress.stores import Clock, attempted, kept
from tests.progress.test_moving import WHOLE, everything, move
from tuitutor.errors import UsageError
from tuitutor.progress.journal import HintShown
from tuitutor.progress.moving import unpack_state
from tuitutor.progress.progress import Progress
from tuitutor.progress.store import Store


def texts(root: Path) -> dict[str, set[str]]:
    """All versions of each draft: what stands at its place and beside it."""
    found: dict[str, set[str]] = {}
    for path in root.glob("*/drafts/*.py"):
        found.setdefault(path.name.partition(".")[0], set()).add(path.read_text())
    return found


def state(root: Path) -> tuple[Progress, dict[str, set[str]], set[tuple[float, str]]]:
    """What a fresh process sees: progress, the texts of drafts, and attempts."""
    store = Store.open(root, "small")
    attempts = {(each.at, each.code) for label in ("xor", "first") for each in store.attempts.read(label)}
    return store.progress(), texts(root), attempts


LABELS = st.sampled_from(["xor", "first"])
LINES = st.sampled_from(["a = 1\n", "b = 2\n", "", "# ü\n", "c = 3"])
TIMES = st.integers(1, 10**6).map(float)


@st.composite
def sessions(draw: st.DrawFn, of_a_second: float) -> Callable[[Path], None]:
    """What some sessions on one machine did, as a function that does it below a folder.

    Each machine has another part `of_a_second` for its own, so that no two do the same at the same time.
    """
    drawn = draw(st.lists(TIMES, min_size=12, max_size=12, unique=True))
    drafts = draw(st.lists(st.tuples(LABELS, LINES), max_size=4))
    hints = draw(st.lists(st.tuples(LABELS, st.integers(1, 3)), max_size=3))
    codes = draw(st.lists(st.tuples(LABELS, LINES), max_size=3))
    is_graded = draw(st.booleans())

    def does(root: Path) -> None:
        times = (time + of_a_second for time in drawn)
        for label, text in drafts:
            Store.open(root, "small").save_draft(label, text)  # each a session that knows nothing of the others
        for label, number in hints:
            Store.open(root, "small").record(HintShown(label, number, next(times)))
        for label, code in codes:
            Store.open(root, "small").keep(kept(next(times), code, label))
        if is_graded:
            attempted(Store.open(root, "small", clock=Clock(next(times))), "passed")

    return does


@pytest.mark.long
@settings(max_examples=12)
@given(sessions(0.0), sessions(0.5))
def test_moving_both_ways_loses_nothing_and_again_changes_nothing(
    here: Callable[[Path], None], there: Callable[[Path], None]
) -> None:
    with TemporaryDirectory() as folder:
        one, other = Path(folder, "one"), Path(folder, "other")
        here(one)
        there(other)
        before_one, before_other = state(one), state(other)
        original = everything(other)
        move(one, other)
        after = state(other)
        for label in ("xor", "first"):
            assert after[1].get(label, set()) == before_one[1].get(label, set()) | before_other[1].get(label, set())
            hints = max(each[0].exercise(label).hints for each in (before_one, before_other))
            passed = any(each[0].exercise(label).passed for each in (before_one, before_other))
            graded = sum(each[0].exercise(label).attempts for each in (before_one, before_other))
            found = after[0].exercise(label)
            assert (found.hints, found.passed, found.attempts) == (hints, passed, graded)
        assert after[2] == before_one[2] | before_other[2]
        now = everything(other)
        assert {path: now[path] for path in original} == original, "what was there stays as it was"
        move(one, other)
        assert everything(other) == now, "once is enough"
        move(other, one)
        assert state(one) == after, "and the way back makes both alike"


@pytest.mark.long
@settings(max_examples=8)
@given(sessions(0.0), sessions(0.5), sessions(0.25))
def test_two_files_arrive_in_either_order(
    first: Callable[[Path], None], second: Callable[[Path], None], mine: Callable[[Path], None]
) -> None:
    with TemporaryDirectory() as folder:
        a, b = Path(folder, "a"), Path(folder, "b")
        first(a)
        second(b)
        found = []
        for order in ((a, b), (b, a)):
            target = Path(folder, f"target-{order[0].name}")
            mine(target)
            for source in order:
                move(source, target)
            found.append(state(target))
        assert found[0][1:] == found[1][1:]
        assert found[0][0].exercises == found[1][0].exercises


@pytest.mark.long
@settings(max_examples=40)
@given(st.data())
def test_whatever_is_cut_or_flipped_never_leaves_half_of_it(data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(WHOLE) - 1))
    broken = data.draw(st.sampled_from([WHOLE[:at], WHOLE[:at] + bytes([WHOLE[at] ^ 255]) + WHOLE[at + 1 :]]))
    with TemporaryDirectory() as folder:
        file, root = Path(folder, "move.tar.gz"), Path(folder, "there")
        file.write_bytes(broken)
        try:
            unpack_state(file, root)
        except UsageError:
            assert not root.exists()
        else:
            assert Store.open(root, "small").draft("xor") == "moved"
