"""Trainings in a table, with what differs between their codes, and runs of a folder as such trainings."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from rich.text import Text

from tuitutor.draw.look import VERDICT_ROLES, Look, Role, crop, pad
from tuitutor.draw.metrics import Metric, best_of_fit
from tuitutor.draw.overlay import PlottedMetric, sign_of
from tuitutor.draw.past_attempts import when
from tuitutor.draw.plain import one_line
from tuitutor.draw.words import brief
from tuitutor.engine.differences import Column, Differences
from tuitutor.engine.experiments import Experiment
from tuitutor.watch.known_runs import KnownRun
from tuitutor.watch.run_file import RunHead

_GAP = 2
_WIDEST = 16  # columns of a value
_OTHER = "other code"
_HIDDEN = "·"


class _Field(NamedTuple):
    """A column: its title, a shorter one, its values, and whether they stand at the right, as numbers do."""

    title: str
    short: str
    values: tuple[str, ...]
    numeric: bool = False
    role: Role | None = None

    def width(self, short: bool) -> int:
        return max(len(self.short if short else self.title), *map(len, self.values))


class ExperimentTable(NamedTuple):
    """A line of titles, and one for each training."""

    head: Text
    lines: list[Text]


def draw_table(
    experiments: Sequence[Experiment],
    differences: Differences,
    slots: Mapping[int, int],
    now: float,
    width: int,
    look: Look,
) -> ExperimentTable:
    """The trainings in the order given, in lines of at most `width` cells. `slots` are those of the curves that are
    shown, by index; `now` is in seconds since 1970.

    Of what differs, as many columns are shown as fit, the most telling ones, in the order of the code.
    """
    if not experiments:
        return ExperimentTable(Text(), [])
    names = tuple(crop(Text(look.line(each.name)), _WIDEST, look).plain for each in experiments)
    sizes = tuple("" if each.params is None else f"{each.params:,}" for each in experiments)
    times = tuple("" if each.seconds is None else _took(each.seconds) for each in experiments)
    first = [_Field("name", "name", names)] * any(names) + _reached(experiments, look)
    last = [_Field("parameters", "params", sizes, numeric=True)] * any(sizes)
    last += [_Field("time", "time", times, numeric=True)] * any(times)
    told = [any(column.values[at] for column in differences.columns) for at in range(len(experiments))]
    beside = [other and known for other, known in zip(differences.other, told, strict=True)]
    if any(beside):
        last.insert(0, _Field("", "", tuple(_OTHER if each else "" for each in beside), role="quiet"))
    begun = _Field("when", "when", tuple(when(each.at, now) for each in experiments), role="quiet")
    found = [_field_of(title, short, each.values, look) for title, short, each in _titled(differences)]
    places = [column.place for column in differences.columns]
    fields, short = _fitting(first, found, places, last, begun, width - _lead(experiments))
    sides = [_side(each, slots.get(at), experiments, look) for at, each in enumerate(experiments)]
    head = Text(" " * _lead(experiments))
    for field in fields:
        title = field.short if short else field.title
        head.append(_cell(title, field, short), look.style("quiet"))
    room = sum(_GAP + field.width(short) for field in fields if field in found)
    lines = []
    for at, line in enumerate(sides):
        instead = differences.other[at] and not told[at]
        for field in fields:
            if not (instead and field in found):
                role = "good" if experiments[at].rank == 0 and field is first[-1] else field.role
                line.append(_cell(field.values[at], field, short), look.style(role) if role else "")
            elif field is next(each for each in fields if each in found):
                line.append(pad(crop(Text(" " * _GAP + _OTHER), room, look).plain, room), look.style("quiet"))
        line.rstrip()
        lines.append(crop(line, width, look))
    head.rstrip()
    return ExperimentTable(crop(head, width, look), lines)


def tell_experiments(experiments: Sequence[Experiment], differences: Differences, now: float, look: Look) -> list[Text]:
    """The same as a sentence for each training, for learners who can't see a table."""
    said = []
    for at, each in enumerate(experiments):
        mark = f"{look.mark(each.verdict)} " if each.verdict is not None else ""
        came_to = ", ".join(f"{title} {value}".removeprefix("score ") for title, value in each.reached if value)
        parts = [f"{each.number}, {when(each.at, now)}, {mark}{came_to}"]
        parts += [f"named {each.name}"] * bool(each.name) + ["pinned"] * each.pinned
        parts += [f"{column.name} {column.values[at]}" for column in differences.columns if column.values[at]]
        parts += [_OTHER] * differences.other[at]
        parts += [f"{each.params:,} parameters"] if each.params is not None else []
        parts += [_took(each.seconds)] if each.seconds is not None else []
        said.append(Text(look.line(", ".join(parts))))
    return said


def _reached(experiments: Sequence[Experiment], look: Look) -> list[_Field]:
    """The columns of what they came to, in the order in which they are first met."""
    rows = [dict(each.reached) for each in experiments]
    titles = dict.fromkeys(title for row in rows for title in row)
    fields = []
    for title in titles:
        values = tuple(crop(Text(look.line(row.get(title, ""))), _WIDEST, look).plain for row in rows)
        fields.append(_Field(look.line(title), look.line(title), values))
    return [field for field in fields if any(field.values)]


def _took(seconds: float) -> str:
    if seconds >= 100:
        return f"{seconds / 60:.0f} min"
    return f"{seconds:.0f} s" if seconds >= 10 else f"{seconds:.1f} s"


def _titled(differences: Differences) -> list[tuple[str, str, Column]]:
    """The columns with their titles in full and, as far as that is clear, the last word of it."""
    words = [column.name.rpartition("_")[2] for column in differences.columns]
    taken = {column.name for column in differences.columns}
    return [
        (
            column.name,
            word if words.count(word) == 1 and (word == column.name or word not in taken) else column.name,
            column,
        )
        for column, word in zip(differences.columns, words, strict=True)
    ]


def _field_of(title: str, short: str, values: Sequence[str], look: Look) -> _Field:
    spelled = [crop(Text(look.line(value)), _WIDEST, look).plain for value in values]
    return _Field(look.line(title), look.line(short), tuple(spelled))


def _fitting(
    first: list[_Field], found: list[_Field], places: list[int], last: list[_Field], times: _Field, width: int
) -> tuple[list[_Field], bool]:
    """The fields that fit, and whether they have their short titles: if more telling ones fit then."""
    by_worth = [*first, *reversed(last), *found, times]

    def chosen(short: bool) -> list[_Field]:
        kept, room = list[_Field](), width
        for field in by_worth:
            if field.width(short) + _GAP <= room:
                room -= field.width(short) + _GAP
                kept.append(field)
        return kept

    full, short = chosen(False), chosen(True)
    better = [field in short for field in by_worth] > [field in full for field in by_worth]
    kept = short if better else full
    in_order = sorted(range(len(found)), key=lambda at: places[at])
    fields = [*first, *(found[at] for at in in_order), *last, times]
    return [field for field in fields if field in kept], better


def _lead(experiments: Sequence[Experiment]) -> int:
    """The columns before the first field: sign, pin, number, mark."""
    marks = 2 * any(each.verdict is not None for each in experiments)
    return 2 + 2 * any(each.pinned for each in experiments) + _digits(experiments) + marks


def _digits(experiments: Sequence[Experiment]) -> int:
    return max(len(str(each.number)) for each in experiments)


def _side(each: Experiment, slot: int | None, experiments: Sequence[Experiment], look: Look) -> Text:
    sign = Text(look.cells(_HIDDEN), look.style("quiet")) if slot is None else sign_of(slot, look)
    pin = ("p " if each.pinned else "  ") if any(other.pinned for other in experiments) else ""
    line = Text.assemble(sign, " ", (pin, look.style("quiet")), str(each.number).rjust(_digits(experiments)))
    if each.verdict is not None:
        line.append(" ").append(look.mark(each.verdict), look.style(VERDICT_ROLES[each.verdict]))
    return line


def _cell(text: str, field: _Field, short: bool) -> str:
    room = field.width(short)
    return " " * _GAP + (text.rjust(room) if field.numeric else pad(text, room))


_FIRST = 4  # runs whose curves are shown until others are chosen

Best = tuple[str, float]


def experiments_of_runs(runs: Sequence[KnownRun], drawn: PlottedMetric | None = None) -> tuple[Experiment, ...]:
    """The runs, which are in order of time, with the best that each reached of a metric, ranked by that.

    Unless a metric is `drawn`, that is the loss in validation, or what else a run has.
    """
    bests = [_best(run, drawn) for run in runs]
    ranks = {at: rank for rank, at in enumerate(_ranked(bests))}
    names = {best[0] for best in bests if best is not None}
    experiments = []
    for at, (run, best) in enumerate(zip(runs, bests, strict=True)):
        fit, model = run.shown.curves, run.notes.model
        value = "" if best is None else brief(best[1]) if len(names) == 1 else f"{best[0]} {brief(best[1])}"
        title = f"best {next(iter(names))}" if len(names) == 1 else "best"
        experiments.append(
            Experiment(
                run.name,
                at + 1,
                run.head.at,
                f"# {_command(run.head)}\n{run.head.code}",
                (("state", _state(run)), (title, value)),
                curves=fit,
                params=None if model is None else model.params,
                seconds=fit.seconds if fit is not None and fit.seconds else None,
                name=run.called,
                rank=ranks.get(at),
            )
        )
    return tuple(experiments)


def runs_shown_first(runs: Sequence[KnownRun]) -> tuple[int, ...]:
    """The indices of those whose curves are shown first: the latest, and the best by what that is measured by."""
    known = [at for at, run in enumerate(runs) if run.shown.curves is not None]
    if not known:
        return ()
    bests = [_best(run, None) for run in runs]
    alike = [best if best is not None and best[:1] == (bests[known[-1]] or ())[:1] else None for best in bests]
    return tuple(dict.fromkeys([known[-1], *_ranked(alike)]))[:_FIRST]


def metrics_of_runs(found: Sequence[PlottedMetric]) -> tuple[PlottedMetric, ...]:
    """The metrics in the order in which they are drawn: the loss first, by which runs are compared."""
    return tuple(sorted(found, key=lambda each: each.name != "loss"))


def _best(run: KnownRun, drawn: PlottedMetric | None) -> Best | None:
    """A metric's name, and the best value that the run's last fit had of it; NaN if that is how it ended."""
    if (fit := run.shown.curves) is None:
        return None
    if drawn is None:
        found = best_of_fit(fit)
        if found is None:
            return None
        drawn = PlottedMetric(found[0].removeprefix("val_"), found[0].startswith("val_"))
    values = [value for _, value in drawn.points(fit)]
    better = max if Metric(drawn.name).is_share else min
    return (str(drawn), values[-1] if math.isnan(values[-1]) else better(values)) if values else None


def _ranked(bests: Sequence[Best | None]) -> list[int]:
    """The indices of those that have a value, the best first; none if they are of several metrics."""
    known = [(best, at) for at, best in enumerate(bests) if best is not None and not math.isnan(best[1])]
    if len({name for (name, _), _ in known}) != 1:
        return []
    falls = -1.0 if Metric(known[0][0][0].removeprefix("val ")).is_share else 1.0
    return [at for (_, value), at in sorted(known, key=lambda pair: (falls * pair[0][1], pair[1]))]


def _state(run: KnownRun) -> str:
    """In a word, and how far it came unless it came to its end."""
    fit = run.shown.curves
    if run.state.name == "ended" or fit is None or fit.epochs == 1:
        return run.state.name
    return f"{run.state.name} {fit.epoch}/{fit.epochs}" if fit.epochs else f"{run.state.name} {fit.step}"


def _command(head: RunHead) -> str:
    return " ".join([head.script, *head.arguments])


def tell_begin(head: RunHead, now: float) -> str:
    """What was run, where, and since when; `now` is in seconds since 1970."""
    job = f", job {head.job}" if head.job else ""
    return f"{_command(head)}, on {head.host} since {when(head.at, now)}{job}"


def tell_end(run: KnownRun) -> str:
    """How the run stands, and its last epoch if something ended it; where it has several fits, of the last."""
    state, fit = run.state, run.shown.curves
    words = {"running": "It is running", "waiting": "It waits", "ended": "It ended", "failed": "It failed"}
    words |= {
        "interrupted": "It was interrupted",
        "killed": "It was killed",
        "unknown": "It is not known how it stands",
    }
    said = words[state.name]
    if state.name not in ("ended", "waiting") and fit is not None and fit.epochs != 1:
        within = not fit.epoch or fit.now  # an epoch that was not over
        at = f"epoch {max(1, fit.epoch)} of {fit.epochs}" if fit.epochs else f"epoch {fit.step}"
        said += f" {'in' if within and fit.epochs else 'after'} {at}"
    said += f": {one_line(state.said)}" if state.said else ""
    return said if said.endswith(".") else f"{said}."
