"""All attempts in a table that fits, with the columns that tell most."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from tests.draw.test_attempt_lines import HOUR, NOON, PLAIN, scored_by, tried
from tuitutor.draw.experiment_table import ExperimentTable, draw_table, tell_experiments
from tuitutor.draw.look import Look
from tuitutor.engine.differences import Column, Differences
from tuitutor.engine.experiments import Experiment, experiments_of
from tuitutor.grading.verdicts import Verdict
from tuitutor.progress.progress import Progress
from tuitutor.protocol.facts import ModelFacts

EXERCISE = scored_by("accuracy")


def experiment(number: int, score: float | None, params: int | None, seconds: float, kind: str = "") -> Experiment:
    kept = tried(number, (5 - number) * HOUR, score, Verdict.PASSED if score == 0.977 else Verdict.FAILED, kind)
    model = None if params is None else ModelFacts("Sequential", True, (), params, params, None, None)
    kept = replace(kept, model=model, grade=replace(kept.grade, seconds=seconds))
    return experiments_of(EXERCISE, [kept], Progress())[0]


FOUR = (
    experiment(1, 0.707, 39, 3.25),
    experiment(2, 0.835, 1179, 24.6),
    experiment(3, 0.977, 422, 260),
    experiment(4, None, None, 1, kind="SyntaxError"),
)
COLUMNS = (
    Column("units", ("4-3", "24-3", "24-12", ""), 0),
    Column("learning_rate", ("", "0.01", "0.02", ""), 2),
    Column("activation", ("tanh", "tanh", "relu", ""), 1),
)
FOUND = Differences(COLUMNS, (False, False, False, True))


def drawn(width: int, differences: Differences = FOUND, look: Look = PLAIN) -> ExperimentTable:
    return draw_table(FOUR, differences, {2: 0, 1: 1}, NOON, width, look)


def test_a_row_has_sign_number_mark_score_what_differs_size_and_times() -> None:
    table = drawn(100)
    assert [table.head.plain, *(line.plain for line in table.lines)] == [
        "       score        units  activation  learning_rate  parameters   time  when",
        "· 1 ✗  0.707        4-3    tanh                               39  3.2 s  08:00",
        "■ 2 ✗  0.835        24-3   tanh        0.01                1,179   25 s  09:00",
        "● 3 ✓  0.977        24-12  relu        0.02                  422  4 min  10:00",
        "· 4 ✗  SyntaxError  other code                                    1.0 s  11:00",
    ]


def test_in_less_room_titles_get_shorter_and_then_what_tells_least_goes() -> None:
    assert drawn(60).head.plain.split() == ["score", "units", "activation", "rate", "params", "time"]
    assert drawn(50).head.plain.split() == ["score", "units", "rate", "params", "time"]
    assert drawn(44).head.plain.split() == ["score", "units", "parameters", "time"]
    assert drawn(22).head.plain.split() == ["score"]
    two = Differences((Column("a_rate", ("1", "2", "3", ""), 0), Column("b_rate", ("1", "2", "3", ""), 1)), FOUND.other)
    assert "a_rate" in drawn(60, two).head.plain, "both end in the same word"


def test_one_that_differs_in_more_says_so_beside_what_is_known() -> None:
    table = drawn(100, Differences(COLUMNS, (False, True, False, True)))
    assert [line.plain.count("other code") for line in table.lines] == [0, 1, 0, 1]
    assert "24-3" in table.lines[1].plain


def test_names_and_pins_have_columns_once_there_are_some() -> None:
    named = (FOUR[0], replace(FOUR[1], name="base\x1b[2J\nline", pinned=True))
    table = draw_table(named, Differences((), (False, False)), {}, NOON, 80, PLAIN)
    assert [line.plain for line in (table.head, *table.lines)] == [
        "         name       score  parameters   time  when",
        "·   1 ✗             0.707          39  3.2 s  08:00",
        "· p 2 ✗  base line  0.835       1,179   25 s  09:00",
    ]


@pytest.mark.parametrize("width", [0, 1, 9, 30, 61])
def test_it_fits_into_any_width(width: int) -> None:
    for look in (PLAIN, Look(), Look(colour=False, glyphs="ascii")):
        table = drawn(width, look=look)
        assert len(table.lines) == 4
        assert all(line.cell_len <= width for line in (table.head, *table.lines))
        assert look.glyphs != "ascii" or all(line.plain.isascii() for line in table.lines)
    assert draw_table((), Differences((), ()), {}, NOON, width, PLAIN) == ExperimentTable(table.head[:0], [])


def test_in_words_an_attempt_is_a_sentence() -> None:
    told = [line.plain for line in tell_experiments(FOUR, FOUND, NOON, Look(words=True))]
    assert told[2] == (
        "3, 10:00, passed: 0.977, units 24-12, learning_rate 0.02, activation relu, 422 parameters, 4 min"
    )
    assert told[3] == "4, 11:00, not passed: SyntaxError, other code, 1.0 s"
