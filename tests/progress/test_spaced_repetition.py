"""When an item is due again."""

from __future__ import annotations

from collections.abc import Sequence

from hypothesis import given
from hypothesis import strategies as st

from tuitutor.progress.journal import Entry, Recalled, WarmedUp, decode_entries, encode_entry
from tuitutor.progress.progress import merge
from tuitutor.progress.spaced_repetition import INTERVALS, Recollection, after_answer, due_day, is_due

PASSED = 100
DAYS = st.integers(PASSED, PASSED + 60)


def after(answers: Sequence[tuple[int, bool]], version: str = "v") -> Recollection | None:
    found = None
    for day, right in answers:
        found = after_answer(found, version, right, day)
    return found


def test_right_answers_lead_on_by_1_3_7_and_21_days_and_a_wrong_one_back_to_1() -> None:
    day, gaps, found = PASSED, [], None
    for right in (True, True, True, True, False, True):
        before, day = day, due_day(found, "v", PASSED, PASSED + 500)
        gaps.append(day - before)
        found = after_answer(found, "v", right, day)
    assert gaps == [1, 3, 7, 21, 21, 1]
    assert INTERVALS == (1, 3, 7, 21)
    assert due_day(found, "v", PASSED, PASSED + 500) == day + 3


def test_a_new_item_is_due_the_day_after_its_lesson_was_passed_and_a_changed_one_starts_anew() -> None:
    assert not is_due(None, "v", PASSED, PASSED)
    assert is_due(None, "v", PASSED, PASSED + 1)
    known = after([(PASSED + 1, True), (PASSED + 4, True)])
    assert not is_due(known, "v", PASSED, PASSED + 8)
    assert is_due(known, "w", PASSED, PASSED + 8)
    assert not is_due(known, "w", PASSED, PASSED + 4)  # it was asked today, as it was
    assert after_answer(known, "w", True, PASSED + 8).step == 1


@given(st.lists(st.tuples(DAYS, st.booleans()), max_size=12), DAYS)
def test_nothing_is_asked_twice_a_day_or_never_again(answers: list[tuple[int, bool]], today: int) -> None:
    """Whatever the clock did: days may come in any order."""
    found = after(answers)
    days = {day for day, _ in answers}
    if {today, today + 1} & days:
        assert not is_due(found, "v", PASSED, today)
    later = [day for day in range(today, today + INTERVALS[-1] + 3) if is_due(found, "v", PASSED, day)]
    assert later or {day + 1 for day in days} & set(range(today, today + INTERVALS[-1] + 3))
    assert is_due(found, "v", PASSED, PASSED + 60 + 2 + INTERVALS[-1])


@given(st.lists(st.tuples(DAYS, st.booleans()), min_size=1, max_size=12), st.integers(0, 2**32))
def test_two_machines_come_to_the_same_whatever_was_copied_first(answers: list[tuple[int, bool]], bits: int) -> None:
    entries = [Recalled("a", "v", right, day, float(at)) for at, (day, right) in enumerate(answers)]
    one = [entry for at, entry in enumerate(entries) if bits >> at & 1]
    other = [entry for entry in entries if entry not in one]
    assert merge([*one, *other, *one]).recalled == merge([*other, *one]).recalled == {"a": after(answers)}


def test_a_clock_that_was_a_year_ahead_keeps_nothing_from_being_asked() -> None:
    ahead = after([(PASSED + 365, True)])
    assert is_due(ahead, "v", PASSED, PASSED + 5)
    assert due_day(ahead, "v", PASSED, PASSED + 5) == PASSED + 5
    assert is_due(None, "v", PASSED + 365, PASSED + 5)
    again = after_answer(ahead, "v", True, PASSED + 5)
    assert (again.step, again.due) == (2, PASSED + 12)
    tomorrow = after([(PASSED + 6, True)])  # in another time zone
    assert not is_due(tomorrow, "v", PASSED, PASSED + 5)


def test_a_right_answer_that_was_not_due_is_no_step() -> None:
    """Two machines that don't know of each other ask the same item."""
    assert after([(PASSED + 1, True), (PASSED + 1, True)]) == after([(PASSED + 1, True)])
    early = after([(PASSED + 1, True), (PASSED + 2, True)])
    assert early is not None
    assert (early.step, early.day) == (1, PASSED + 2)


def test_the_journal_has_days_and_answers() -> None:
    entries: tuple[Entry, ...] = (Recalled("a", "v", False, 7, 1.0, 2, "12"), WarmedUp(7, 2.0))
    assert decode_entries(b"".join(map(encode_entry, entries))) == entries
    progress = merge(entries)
    assert progress.warmed_up == {7}
    assert progress.recalled == {"a": Recollection("v", 0, 7, False, frozenset({7}))}


def test_a_kind_of_entry_that_is_gone_is_ignored() -> None:
    gone = b'{"is":"GainAnswered","form":"before","item":"a","version":"v","variant":1,"answer":"","at":1}\n'
    assert decode_entries(gone + encode_entry(WarmedUp(7, 2.0))) == (WarmedUp(7, 2.0),)
