"""Curves fit their place, stay put while they grow, and tell their series apart without colour."""

import math
import re
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace
from rich.cells import cell_len
from rich.text import Text

from tuitutor.course.bounds import Bound
from tuitutor.course.checks import HiddenScore
from tuitutor.course.folder import default_folder
from tuitutor.course.kind import Goal
from tuitutor.course.load import load_course
from tuitutor.draw.curves import Reading, draw_curves, stepped
from tuitutor.draw.grade import draw_goal
from tuitutor.draw.look import Look
from tuitutor.draw.metrics import goals_of, plain_name
from tuitutor.engine.snapshots import FitCurves
from tuitutor.grading.verdicts import CheckResult, Grade, Verdict

UNICODE, ASCII, MONO = Look(), Look(glyphs="ascii"), Look(colour=False)
LOSS = Goal("loss", Bound(at_most=42))

series = st.lists(st.floats() | st.floats(0, 1), max_size=40).map(tuple)
names = st.sampled_from(["loss", "val_loss", "accuracy", "val_accuracy", "mae", "learning_rate", "漢\x1b[2J\nx"])
runs = st.tuples(st.integers(0, 40), st.dictionaries(names, series, max_size=5), st.booleans()).map(
    lambda run: FitCurves(run[0], run[1], validation=run[2])
)
looks = st.builds(Look, st.booleans(), st.sampled_from(["full", "plain", "ascii"]), st.booleans())


def learned(run: int, epochs: int, rate: float = 0.2) -> FitCurves:
    """`run` epochs of a fit that learns, with validation a little behind."""
    fall = [math.exp(-rate * n) for n in range(run)]
    return FitCurves(
        epochs,
        {
            "loss": tuple(0.69 * f for f in fall),
            "accuracy": tuple(1 - 0.5 * f for f in fall),
            "val_loss": tuple(0.69 * f + 0.1 for f in fall),
            "val_accuracy": tuple(0.9 - 0.4 * f for f in fall),
        },
        validation=True,
        epochs_run=run,
    )


def accuracy(at_least: float) -> Goal:
    return Goal("accuracy", Bound(at_least=at_least))


def lines(drawing: Text) -> list[str]:
    return drawing.plain.split("\n")


def cells_of(drawing: Text, colour: str) -> int:
    """How many characters other than blanks a colour paints."""
    spans = [span for span in drawing.spans if colour in str(span.style)]
    return sum(len(drawing.plain[span.start : span.end].replace(" ", "")) for span in spans)


@settings(max_examples=150, deadline=None)
@given(runs, st.integers(1, 200), st.integers(1, 50), looks, st.none() | runs)
@pytest.mark.long
def test_a_drawing_never_leaves_its_place(
    curves: FitCurves, width: int, height: int, look: Look, ghost: FitCurves | None
) -> None:
    drawing = draw_curves(curves, width, height, look, ghost)
    assert len(lines(drawing)) == height
    assert max(map(cell_len, lines(drawing))) <= width
    assert "\x1b" not in drawing.plain
    assert not look.ascii or drawing.plain.isascii()


@pytest.mark.parametrize("size", [(30, 8), (60, 11), (76, 12), (40, 18), (110, 16), (200, 50)])
@pytest.mark.parametrize("look", [UNICODE, ASCII])
def test_loss_and_accuracy_are_there_at_every_size(size: tuple[int, int], look: Look) -> None:
    text = draw_curves(learned(10, 10), *size, look).plain
    for word in ("loss", "accuracy", "train", "validation", " 10"):
        assert word in text


def test_panels_stand_side_by_side_or_one_above_the_other() -> None:
    wide, tall = (lines(draw_curves(learned(5, 10), *size, UNICODE)) for size in ((60, 11), (40, 18)))
    assert "loss" in wide[0]
    assert "accuracy" in wide[0]
    assert "accuracy" not in tall[0]


@pytest.mark.parametrize("look", [UNICODE, ASCII])
def test_axes_move_a_few_times_and_otherwise_frames_differ_little(look: Look) -> None:
    frames = [lines(draw_curves(learned(n, 30), 60, 11, look)) for n in range(1, 31)]
    moved = []
    for n, (before, after) in enumerate(pairwise(frames), 2):
        assert before[-3:] == after[-3:]  # the x axis and the legend
        if [a[:5] + a[31:36] for a in before[1:-3]] != [b[:5] + b[31:36] for b in after[1:-3]]:  # the scales
            moved.append(n)
            continue
        padded = [(a.ljust(60), b.ljust(60)) for a, b in zip(before, after, strict=True)]
        changed = sum(x != y for a, b in padded for x, y in zip(a, b, strict=True))
        assert changed <= 45
    assert len(moved) <= 5
    assert all(n <= 10 for n in moved)


def test_the_loss_axis_grows_in_steps() -> None:
    tops = [lines(draw_curves(FitCurves(30, {"loss": (0.5,) * n + (n / 2,)}), 60, 11, ASCII))[1] for n in range(1, 30)]
    scales = [float(top.split("+")[0]) for top in tops]
    assert scales == sorted(scales)
    assert len(set(scales)) <= 8
    assert all(scale >= n / 2 for n, scale in enumerate(scales, 1))


def test_the_first_epoch_can_be_seen() -> None:
    assert "•" in draw_curves(learned(1, 10), 60, 11, UNICODE).plain
    assert "*" in "".join(lines(draw_curves(learned(1, 10), 60, 11, ASCII))[:-1])


def test_axes_are_drawn_before_the_first_value_and_stay_where_they_are() -> None:
    before = lines(draw_curves(FitCurves(10), 60, 11, ASCII))
    assert before[0] == "loss"
    assert numbers_at_the_axis(Text("\n".join(before))) == []  # nobody knows them yet
    for values in ((0.693,), (0.05,), (152.7,), (4000.0, 3000.0), (-3.0, -9.0)):
        after = lines(draw_curves(FitCurves(10, {"loss": values}), 60, 11, ASCII))
        assert after[-3:-1] == before[-3:-1]  # the x axis
        assert [re.split("[|+]", row)[0] for row in after[1:-3]] != [row[:5] for row in before[1:-3]]
        assert {len(re.split("[|+]", row)[0]) for row in after[1:-2]} == {5}


def test_whole_numbers_at_an_axis_are_written_as_such() -> None:
    run = FitCurves(3, {"loss": (4000.0, 2000.0, 1000.0)}, done=True)
    assert " 4000┤" in draw_curves(run, 60, 11, UNICODE).plain


def test_series_differ_without_colour() -> None:
    drawn = "\n".join(lines(draw_curves(learned(30, 30), 60, 11, ASCII))[:-1])
    assert "*" in drawn
    assert "o" in drawn.replace("loss", "")
    drawing = draw_curves(learned(30, 30), 60, 11, MONO)
    assert not any("#" in str(span.style) for span in drawing.spans)
    assert lines(drawing)[-1].startswith("⠒⠒⠒ train  ⠒⠒ ⠒⠒ validation")


def test_an_earlier_run_is_a_dim_ghost() -> None:
    ghost = learned(30, 30, rate=0.05)
    empty = FitCurves(30, {})  # of an attempt that never trained
    alone, without, haunted = (draw_curves(learned(10, 30), 60, 11, UNICODE, g) for g in (None, empty, ghost))
    assert "previous" not in alone.plain
    assert "previous" not in without.plain
    assert "previous" in haunted.plain
    assert cells_of(haunted, UNICODE.style("ghost")) > 20 + len("previous")
    assert cells_of(alone, UNICODE.style("ghost")) == 0
    assert any("dim" in str(span.style) for span in draw_curves(learned(10, 30), 60, 11, MONO, ghost).spans)


def test_a_ghost_does_not_stretch_the_axes() -> None:
    exploded = FitCurves(10, {"loss": (1e6, 1e7), "accuracy": (0.5, 0.5)})
    assert numbers_at_the_axis(draw_curves(learned(3, 10), 60, 11, ASCII, exploded))[0] <= 1


def test_values_that_are_no_numbers_leave_a_gap() -> None:
    whole = FitCurves(9, {"loss": (1.0,) * 9})
    broken = FitCurves(9, {"loss": (1.0,) * 3 + (math.nan, math.inf, -math.inf) + (1.0,) * 3})
    top, gap = (
        next(line for line in lines(draw_curves(curves, 60, 11, ASCII))[1:] if "***" in line)
        for curves in (whole, broken)
    )
    assert "  " not in re.split("[|+]", top)[1]
    left, _, right = re.split("[|+]", gap)[1].partition("   ")
    assert left.strip("*") == ""
    assert right.strip() != ""


def test_without_validation_the_legend_names_training_alone() -> None:
    curves = FitCurves(10, {"loss": (0.7, 0.5), "mae": (30.0, 20.0)})
    drawing = draw_curves(curves, 60, 11, UNICODE)
    assert "validation" not in drawing.plain
    assert "mae  20" in drawing.plain
    assert " 35┤" in drawing.plain


def test_metrics_for_which_there_is_no_room_are_counted() -> None:
    curves = FitCurves(10, {name: (0.5,) for name in ("loss", "accuracy", "auc", "precision")})
    assert "+2 not shown" in draw_curves(curves, 60, 11, UNICODE).plain
    wide = draw_curves(curves, 160, 16, UNICODE).plain
    assert "not shown" not in wide
    assert "precision" in wide


def test_steps_with_an_unknown_end_are_drawn() -> None:
    curves = FitCurves(0, {"loss": (0.9, 0.5, 0.3)}, {"loss": (0.0, 200.0, 350.0)}, step=350)
    drawing = lines(draw_curves(curves, 60, 11, ASCII))
    assert drawing[-2].split()[-1] == "400"
    assert drawing[-1].endswith("x: step")


def test_steps_are_counted_where_none_are_given() -> None:
    assert lines(draw_curves(FitCurves(0, {"loss": (0.5,) * 150}), 60, 11, ASCII))[-2].split()[-1] == "200"


def test_a_negative_loss_has_room() -> None:
    drawing = lines(draw_curves(FitCurves(10, {"loss": (-3.0, -9.0)}), 60, 11, ASCII))
    assert any(line.strip().startswith("-10+") for line in drawing)


def test_drawing_is_not_cut_to_the_size_of_some_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "40")
    monkeypatch.setenv("LINES", "10")
    assert max(map(len, lines(draw_curves(learned(30, 30), 200, 50, UNICODE)))) > 190


def numbers_at_the_axis(drawn: Text) -> list[float]:
    """The labels of the first panel's y axis, from its top."""
    found = [re.match(r" *(-?\d[\d.]*(?:e[-+]\d+)?)[+┤]", line) for line in lines(drawn)]
    return [float(match[1]) for match in found if match]


def rows_of_ticks(drawn: Text) -> list[int]:
    """The rows of the labels of the first panel's y axis."""
    return [at for at, line in enumerate(lines(drawn)) if re.match(r" *(-?\d[\d.]*(?:e[-+]\d+)?)[+┤]", line)]


@given(
    st.lists(st.floats(-1e3, 1e3), min_size=2, max_size=20),
    st.sampled_from(["loss", "accuracy"]),
    st.integers(7, 24),
    st.booleans(),
)
def test_ticks_are_rows_of_equal_distance(values: list[float], name: str, height: int, done: bool) -> None:
    values = [abs(value) % 1 for value in values] if name == "accuracy" else values
    run = FitCurves(20, {name: tuple(values)}, done=done)
    rows = rows_of_ticks(draw_curves(run, 60, height, ASCII))
    assert len(rows) >= 2
    assert len({below - above for above, below in pairwise(rows)}) == 1


@pytest.mark.parametrize("height", [8, 11])
@pytest.mark.parametrize("values", [(0.69, 0.35, 0.1), (0.45, 0.7, 0.97), (190.0, 120.0, 40.0)])
def test_the_heights_that_the_app_uses_have_a_tick_between_the_ends(values: tuple[float, ...], height: int) -> None:
    run = FitCurves(3, {"accuracy" if values[0] == 0.45 else "loss": values}, done=True)
    assert len(rows_of_ticks(draw_curves(run, 60, height, ASCII))) >= 3


@given(
    st.lists(st.floats(-1e6, 1e6, allow_subnormal=False), min_size=2, max_size=20),
    st.sampled_from(["loss", "accuracy"]),
)
def test_the_axis_of_a_run_that_is_over_holds_and_fits_it(values: list[float], name: str) -> None:
    values = [abs(value) % 1 for value in values] if name == "accuracy" else values
    axis = numbers_at_the_axis(draw_curves(FitCurves(20, {name: tuple(values)}, done=True), 60, 14, ASCII))
    slack = 0.01 * (axis[0] - axis[-1])  # labels are rounded
    assert axis[-1] - slack <= min(values)
    assert max(values) <= axis[0] + slack
    change, scale = max(values) - min(values), 1.0 if name == "accuracy" else max(map(abs, values))
    assert change <= scale / 10 or change > (axis[0] - axis[-1]) / 3


@pytest.mark.parametrize("log", [False, True])
@pytest.mark.parametrize("done", [False, True])
@pytest.mark.parametrize("values", [(0.72, 0.71, 0.70, 0.69, 0.69), (152.7, 151.0, 150.0), (0.72, 0.68, 0.64)])
def test_a_small_change_is_not_flat(values: tuple[float, ...], done: bool, log: bool) -> None:
    small = FitCurves(10, {"loss": values}, epochs_run=3, done=done)
    axis = numbers_at_the_axis(draw_curves(small, 60, 11, ASCII, reading=Reading(log=log)))
    assert axis[-1] <= min(values) < max(values) <= axis[0]
    assert axis[0] - axis[-1] <= max(0.2 * values[0], 3.5 * (max(values) - min(values)))


def test_a_target_is_a_line_inside_the_axis() -> None:
    run = FitCurves(5, {"accuracy": (0.5, 0.6, 0.7, 0.7, 0.7)}, done=True)
    drawn = draw_curves(run, 60, 12, ASCII, goals={"accuracy": accuracy(0.95)})
    assert any(rule * 30 in line for line in lines(drawn)[1:4] for rule in "-_")
    assert numbers_at_the_axis(drawn)[0] >= 0.95
    assert " at least 0.95 " in drawn.plain
    other = draw_curves(run, 60, 12, ASCII, goals={"loss": LOSS})
    assert numbers_at_the_axis(other)[0] < 0.95
    assert "at most" not in other.plain


def test_a_narrow_legend_shortens_a_name_before_it_cuts_one_off() -> None:
    run = FitCurves(3, {"accuracy": (0.5, 0.6, 0.7), "val_accuracy": (0.5, 0.6, 0.7)}, validation=True, done=True)
    for width, legend in (
        (60, "*** train  oo oo validation  . . . previous"),
        (42, "*** train  oo oo val  . . . previous"),
    ):
        drawn = draw_curves(run, width, 12, ASCII, ghost=run, goals={"accuracy": accuracy(0.95)})
        assert lines(drawn)[-1].startswith(legend)
        assert ". . . previous" in lines(drawn)[-1]
    drawn = draw_curves(run, 33, 12, ASCII, ghost=run, goals={"accuracy": accuracy(0.95)})
    assert lines(drawn)[-1] == "*** train  oo oo val  . . . prev"


@pytest.mark.parametrize("done", [False, True])
@pytest.mark.parametrize("log", [False, True])
def test_the_axis_holds_the_ghost(done: bool, log: bool) -> None:
    run = FitCurves(5, {"loss": (0.7, 0.6, 0.5, 0.4, 0.3)}, done=done)
    ghost = FitCurves(5, {"loss": (3.0, 2.0, 1.0, 0.2, 0.1)}, done=True)
    drawn = draw_curves(run, 60, 12, ASCII, ghost, reading=Reading(log=log))
    axis = numbers_at_the_axis(drawn)
    assert log or axis[-1] <= 0.1 < 3 <= axis[0]
    assert sum(line[6:].count(".") for line in lines(drawn)[1:-3]) >= 13
    assert "previous" in drawn.plain
    assert "off the scale" not in drawn.plain
    assert numbers_at_the_axis(draw_curves(FitCurves(5), 60, 12, ASCII, ghost))[0] >= 3


def test_the_axis_holds_all_epochs_of_a_ghost_that_is_at_most_twice_as_long() -> None:
    for epochs, shown in ((18, "18"), (20, "20"), (21, "10"), (5, "10")):
        drawn = lines(draw_curves(learned(3, 10), 60, 12, ASCII, learned(epochs, epochs)))
        assert drawn[-2].split()[-1] == shown


def test_what_of_a_ghost_is_far_off_is_not_drawn_and_that_is_said() -> None:
    run = FitCurves(5, {"loss": (0.7, 0.6, 0.5, 0.4, 0.3)}, done=True)
    far = draw_curves(run, 60, 12, ASCII, FitCurves(5, {"loss": (50.0, 40.0, 30.0, 20.0, 10.0)}, done=True))
    assert not any("." in line[6:] for line in lines(far)[1:-1])
    assert ". . . previous, off the scale" in lines(far)[-1]
    assert "off the scale" not in draw_curves(run, 60, 12, ASCII, run).plain


def dots_of(row: str) -> set[int]:
    """Which of a row's four rows of dots are set, counted from the top."""
    masks = (0x01 | 0x08, 0x02 | 0x10, 0x04 | 0x20, 0x40 | 0x80)
    dots = [ord(char) - 0x2800 for char in row if "\u2800" < char <= "\u28ff"]
    return {at for at, mask in enumerate(masks) if any(dot & mask for dot in dots)}


@pytest.mark.parametrize("goal", [0.0, 0.1, 0.3, 0.42, 0.6, 0.87, 0.95, 1.0])
def test_a_goal_is_drawn_at_its_value_and_not_at_the_nearest_row(goal: float) -> None:
    untrained = FitCurves(3, {"accuracy": (math.nan,)})
    for look, exact in ((UNICODE, 0.26), (ASCII, 0.51)):
        drawn = lines(draw_curves(untrained, 60, 11, look, goals={"accuracy": accuracy(goal)}))[1:-3]
        ((row, line),) = ((at, line[20:50]) for at, line in enumerate(drawn) if line[20:50].strip())
        (dot,) = dots_of(line) if look is UNICODE else {3.5 if "_" in line else 1.5}
        # the labels' rows are the middles of the ends of the axis
        assert row + (dot - 1.5) / 4 == pytest.approx((1 - goal) * (len(drawn) - 1), abs=exact / 2)


@pytest.mark.parametrize("look", [UNICODE, ASCII, MONO, Look(sixteen=True), Look(glyphs="plain")])
def test_all_kinds_of_lines_are_different(look: Look) -> None:
    level, none = (0.5,) * 5, FitCurves(5, {"accuracy": (math.nan,)})
    ghost = draw_curves(none, 60, 12, look, FitCurves(5, {"accuracy": level}))
    drawings = [
        ghost,
        draw_curves(none, 60, 12, look, goals={"accuracy": accuracy(0.5)}),
        draw_curves(FitCurves(5, {"accuracy": level}), 60, 12, look),
        draw_curves(FitCurves(5, {"val_accuracy": level}, validation=True), 60, 12, look),
    ]
    assert "previous" in ghost.plain
    drawn = [line[20:50] for drawing in drawings for line in lines(drawing)[1:-3] if line[20:50].strip()]
    rows_of_dots = str.maketrans("⠁⠂⠄⡀⠉⠒⠤⣀", "." * 4 + ":" * 4)
    assert len({line.translate(rows_of_dots) for line in drawn}) == len(drawn) == 4


@pytest.mark.spine
def test_targets_are_what_the_checks_want() -> None:
    course = load_course(default_folder())
    by_label = {exercise.label: goals_of(exercise, exercise.starter) for exercise in course.exercises}
    assert by_label["xor"] == {"accuracy": Goal("accuracy", Bound(at_least=0.95), hidden=True)}
    assert set(by_label["xor-corners"]) == set()
    assert by_label["start-beat"]["loss"] == LOSS
    assert "loss" not in by_label["clinic-rent"]
    assert by_label["clinic-rent"]["mae"].edge == 1


@pytest.mark.long
def test_a_hidden_error_is_a_target_of_the_loss_only_if_the_loss_is_that_error() -> None:
    (beat,) = (exercise for exercise in load_course(default_folder()).exercises if exercise.label == "start-beat")
    for loss, known in (("mae", True), ("mean_absolute_error", True), ("mse", False)):
        assert ("loss" in goals_of(beat, f"model.compile(loss='{loss}')")) is known
    assert "loss" not in goals_of(beat, 'a.compile(loss="mae")\nb.compile(loss="mse")')


@pytest.mark.parametrize("log", [False, True])
@pytest.mark.parametrize("done", [False, True])
def test_a_goal_is_in_sight_until_it_is_reached_and_left_far_behind(done: bool, log: bool) -> None:
    for losses, near in (((152.7, 151.0, 150.0), True), ((60.0, 45.0, 40.0), True), ((0.7, 0.6, 0.5), False)):
        run = FitCurves(3, {"loss": losses}, done=done)
        drawn = draw_curves(run, 60, 12, UNICODE, goals={"loss": LOSS}, reading=Reading(log=log))
        assert ("at most 42" in drawn.plain) is near
        nothing = Goal("loss", Bound(at_most=0))
        drawn = draw_curves(run, 60, 12, ASCII, goals={"loss": nothing}, reading=Reading(log=log))
        assert numbers_at_the_axis(drawn)  # nothing is 0 on a logarithmic axis


@pytest.mark.parametrize("look", [UNICODE, ASCII])
@pytest.mark.parametrize("log", [False, True])
def test_the_curve_of_a_checks_own_data_is_green_where_it_has_crossed(look: Look, log: bool) -> None:
    run = FitCurves(4, {"loss": (150.0, 60.0, 40.0, 38.0), "val_loss": (150.0, 40.0, 30.0, 20.0)}, done=True)
    hidden = replace(LOSS, hidden=True)
    for goal, green in ((LOSS, True), (hidden, False), (replace(LOSS, bound=Bound(at_most=1)), False)):
        drawn = draw_curves(run, 110, 12, look, goals={"loss": goal}, reading=Reading(log=log))
        assert bool(cells_of(drawn, look.style("good"))) is green
        assert ("hidden goal: at most 42" in drawn.plain) is goal.hidden


def test_a_value_beside_that_of_a_check_says_what_it_is() -> None:
    run = learned(1, 30)
    for goal in (LOSS, Goal("val_loss", Bound(at_most=42)), accuracy(0.9)):
        title = lines(draw_curves(run, 90, 12, UNICODE, goals={plain_name(goal.log): goal}))[0]
        assert ("mean of the epoch" in title) is not goal.log.startswith("val_")
    hidden = Goal("loss", Bound(at_most=42), hidden=True)
    assert "mean of" not in draw_curves(run, 90, 12, UNICODE, goals={"loss": hidden}).plain
    assert "mean of" not in draw_curves(run, 24, 12, UNICODE, goals={"loss": LOSS}).plain


def test_the_label_of_a_goal_covers_no_curve() -> None:
    flat = FitCurves(9, {"loss": (42.0,) * 9}, done=True)
    assert "at most" not in draw_curves(flat, 60, 12, UNICODE, goals={"loss": LOSS}).plain
    begun = FitCurves(9, {"loss": (42.0,) * 3})
    (row,) = (line for line in lines(draw_curves(begun, 60, 12, UNICODE, goals={"loss": LOSS})) if "at most 42" in line)
    assert row.index("at most 42") > 40


@pytest.mark.sampled(2)
@pytest.mark.parametrize(
    ("exercise", "now"),
    [("start-beat", "loss at most 42: 145.3, 103 to go"), ("xor", "hidden accuracy at least 0.95")],
)
def test_the_goal_is_said_with_how_far_it_is(exercise: str, now: str) -> None:
    course = load_course(default_folder())
    (task,) = (each for each in course.exercises if each.label == exercise)
    run = FitCurves(30, {"loss": (152.0, 145.3), "accuracy": (0.5, 0.97)})
    assert draw_goal(task, task.starter, Look(), None, run).plain == now
    assert draw_goal(task, task.starter, Look()).plain == now.partition(":")[0]
    aimed = next(check for check in task.checks if isinstance(check.kind, HiddenScore))
    results = [CheckResult(check.name, Verdict.PASSED, 1, 1) for check in task.checks]
    at, value = task.checks.index(aimed), 40 if exercise == "start-beat" else 0.9
    results[at] = replace(results[at], value=value, verdict=Verdict.FAILED if exercise == "xor" else Verdict.PASSED)
    grade = Grade(task.label, "1", Verdict.FAILED, tuple(results))
    by_size = replace(task, checks=task.checks[:1])  # without a goal on a curve
    for done, told in ((True, ": 16, reached"), (False, " 16, wants 20")):
        verdict = Verdict.PASSED if done else Verdict.FAILED
        result = CheckResult(task.checks[0].name, verdict, 1, 1, "20", "16", bound=Bound(equals=20), value=16)
        graded = Grade(task.label, "1", verdict, (result,))
        assert draw_goal(by_size, "", Look(), graded).plain == task.checks[0].name + told
    said = draw_goal(task, task.starter, Look(), grade, run).plain
    assert said == now.partition(":")[0] + (": 40, reached" if exercise == "start-beat" else ": 0.9, 0.05 to go")


def test_a_run_that_broke_off_fills_its_axis() -> None:
    stopped = replace(learned(20, 400), done=True)
    drawn = lines(draw_curves(stopped, 60, 12, ASCII))
    assert drawn[-2].split()[2] == "20"
    assert max(row[:29].rfind("*") for row in drawn[1:-2]) > 25
    assert lines(draw_curves(replace(learned(1, 400), done=True), 60, 12, ASCII))[-2].split()[1] == "2"
    own = FitCurves(0, {"loss": (0.5,) * 150}, done=True)
    assert lines(draw_curves(own, 60, 11, ASCII))[-2].split()[-1] == "150"


def test_the_cursor_tells_the_values_of_its_place() -> None:
    curves = learned(10, 10)
    for look in (UNICODE, ASCII):
        rows = lines(draw_curves(curves, 100, 12, look, reading=Reading(cursor=3.0)))
        assert "loss  0.463  val 0.563" in rows[0]
        assert "accuracy  0.665  val 0.632" in rows[0]
        assert rows[-1].endswith("at epoch 3")
        column = round(6 + (100 / 2 - 7) * 2 / 9)
        marks = [row[column - 2 : column + 3] for row in rows[1:9]]
        assert sum(("|" if look.ascii else "│") in mark for mark in marks) >= 5


@pytest.mark.long
@pytest.mark.parametrize("look", [UNICODE, ASCII])
def test_the_cursors_place_is_told_before_what_the_last_line_is(look: Look) -> None:
    for width in range(30, 80):
        drawn = draw_curves(learned(30, 30), width, 12, look, learned(30, 30, 0.1), reading=Reading(cursor=17.0))
        assert lines(drawn)[-1].endswith("at epoch 17")
        assert "train" in lines(drawn)[-1]
    assert "previous" in lines(drawn)[-1]


def test_a_cursor_steps_from_value_to_value_and_back_to_the_end() -> None:
    curves = FitCurves(10, {"loss": (3.0, 2.0, 1.0), "val_loss": (2.5,)}, at={"val_loss": (2.0,)})
    assert [stepped(curves, at, -1) for at in (None, 3.0, 2.0, 1.0)] == [2.0, 2.0, 1.0, 1.0]
    assert [stepped(curves, at, 1) for at in (None, 1.0, 2.0, 3.0)] == [None, 2.0, None, None]
    assert stepped(FitCurves(10), None, -1) is None
    long, at, steps = learned(1000, 1000, 0.001), None, 0
    while at != 1.0:
        at, steps = stepped(long, at, -1), steps + 1
    assert steps <= 200


def test_a_logarithmic_axis_shows_what_a_plain_one_flattens() -> None:
    curves = replace(learned(40, 40), done=True)
    rows = lines(draw_curves(curves, 100, 16, MONO, reading=Reading(log=True)))
    assert "loss log" in rows[0]
    assert "accuracy log" not in rows[0]
    labels = [float(found[1]) for row in rows[1:] if (found := re.match(r" *([\d.e-]+)┤", row))]
    assert labels == sorted(labels, reverse=True)
    assert len(labels) >= 3
    assert labels[0] >= 0.1
    assert labels[-1] <= 0.001  # of 0.0003, for which there is no room
    few = FitCurves(3, {"loss": (144.0, 80.0, 40.0)}, done=True)
    assert numbers_at_the_axis(draw_curves(few, 60, 12, ASCII, reading=Reading(log=True))) == [200, 100, 50]


@given(runs, st.integers(16, 120), st.integers(6, 30), looks, st.none() | st.floats(0, 40))
@settings(max_examples=100, deadline=None)
@pytest.mark.long
def test_no_reading_leaves_its_place(
    curves: FitCurves, width: int, height: int, look: Look, cursor: float | None
) -> None:
    rows = lines(draw_curves(curves, width, height, look, reading=Reading(cursor, log=True)))
    assert len(rows) == height
    assert all(cell_len(row) <= width for row in rows)
