"""Attempts get names and pins, which are kept in the progress; some are shown first."""

from __future__ import annotations

from pathlib import Path

from msgspec.structs import replace

from tests.draw.test_attempt_lines import scored_by, tried
from tests.progress.stores import kept
from tuitutor.engine.experiments import experiments_of, first_shown, name_attempt, pin_attempt
from tuitutor.grading.verdicts import Verdict
from tuitutor.progress import past
from tuitutor.progress.past import PINNED, PastAttempt, PastCurves, PastSeries
from tuitutor.progress.store import Store

EXERCISE = scored_by("accuracy")
CURVES = PastCurves(2, {"loss": PastSeries.of((1.0, 2.0), (0.5, 0.25))})


def with_curves(attempt: PastAttempt) -> PastAttempt:
    return replace(attempt, curves=CURVES)


def test_names_and_pins_are_kept_and_apart(tmp_path: Path) -> None:
    store = Store.open(tmp_path, "course")
    first, second = kept(store.now(), "a"), kept(store.now(), "b")
    assert name_attempt(first, "  the  small\none, which has a long name ", store) == "the small one, which has"
    assert pin_attempt(second, (), store) == "Attempt 1 is pinned: it is kept however many follow."
    there = experiments_of(EXERCISE, (first, second), Store.open(tmp_path, "course").progress())
    assert [(each.name, each.pinned, each.label) for each in there] == [
        ("the small one, which has", False, "the small one, which has"),
        ("", True, "1"),
    ]
    assert "no longer pinned" in pin_attempt(second, (first, second), store)
    assert name_attempt(first, " ", store) == ""
    assert not any(each.name or each.pinned for each in experiments_of(EXERCISE, (first, second), store.progress()))


def test_so_many_can_be_pinned(tmp_path: Path) -> None:
    store = Store.open(tmp_path, "course")
    attempts = [kept(store.now(), str(n)) for n in range(PINNED + 1)]
    for attempt in attempts[:-1]:
        assert "is pinned" in pin_attempt(attempt, attempts, store)
    assert "50 attempts are pinned" in pin_attempt(attempts[-1], attempts, store)
    assert sum(each.pinned for each in experiments_of(EXERCISE, attempts, store.progress())) == PINNED


def test_what_is_pinned_stays_however_many_follow_and_whoever_pinned_it(tmp_path: Path) -> None:
    store, other = Store.open(tmp_path, "course"), Store.open(tmp_path, "course")
    early = [kept(store.now(), str(n)) for n in range(3)]
    for attempt in early:
        store.keep(attempt)
    pin_attempt(early[1], (), other)  # in another window
    later = [kept(store.now(), "x") for _ in range(past.RECENT)]
    for attempt in later:
        store.keep(attempt)
    left = Store.open(tmp_path, "course").attempts.read("xor")
    assert early[1] in left
    assert early[2] not in left
    assert left == (early[0], early[1], *later), "the first is the best of equals"


def test_of_too_many_pins_the_latest_count() -> None:
    attempts = [kept(float(n), str(n)) for n in range(past.RECENT + PINNED + 3)]
    pins = {past.pin_key(attempt): "yes" for attempt in attempts}
    left = past.worth_keeping(attempts, pins)
    assert left == [attempts[0], *attempts[-max(PINNED, past.RECENT) :]]


def test_the_latest_and_the_best_that_have_curves_are_shown_first() -> None:
    tries = [
        with_curves(tried(1, 9, 0.5)),
        with_curves(tried(2, 8, 0.9)),
        with_curves(tried(3, 7, 0.6)),
        tried(4, 6, 0.99, Verdict.PASSED),
    ]
    assert first_shown(EXERCISE, tries) == (2, 1)
    assert first_shown(EXERCISE, tries[:2]) == (1,)
    assert first_shown(EXERCISE, tries[3:]) == first_shown(EXERCISE, ()) == ()
