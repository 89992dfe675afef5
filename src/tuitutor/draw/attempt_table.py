"""All attempts at an exercise in a table, with what differs between their codes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from rich.text import Text

from tuitutor.course.model import Exercise
from tuitutor.draw.look import VERDICT_ROLES, Look, Role, crop, pad
from tuitutor.draw.overlay import sign_of
from tuitutor.draw.past_attempts import when
from tuitutor.engine.bests import score
from tuitutor.engine.differences import Column, Differences
from tuitutor.engine.experiments import Experiment
from tuitutor.grading.verdicts import Grade

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


class AttemptTable(NamedTuple):
    """A line of titles, and one for each attempt."""

    head: Text
    lines: list[Text]


def draw_table(
    exercise: Exercise,
    experiments: Sequence[Experiment],
    differences: Differences,
    slots: Mapping[int, int],
    now: float,
    width: int,
    look: Look,
) -> AttemptTable:
    """The attempts in the order given, in lines of at most `width` cells. `slots` are those of the runs that are shown,
    by index; `now` is in seconds since 1970.

    Of what differs, as many columns are shown as fit, the most telling ones, in the order of the code.
    """
    if not experiments:
        return AttemptTable(Text(), [])
    scores = tuple(look.line(reached(exercise, each.kept.grade)) for each in experiments)
    names = tuple(crop(Text(look.line(each.name)), _WIDEST, look).plain for each in experiments)
    models = [each.kept.model for each in experiments]
    sizes = tuple("" if model is None or model.params is None else f"{model.params:,}" for model in models)
    first = [_Field("name", "name", names)] * any(names) + [_Field("score", "score", scores)]
    last = [_Field("parameters", "params", sizes, numeric=True)] * any(sizes)
    last.append(_Field("time", "time", tuple(_took(each.kept.grade.seconds) for each in experiments), numeric=True))
    told = [any(column.values[at] for column in differences.columns) for at in range(len(experiments))]
    beside = [other and known for other, known in zip(differences.other, told, strict=True)]
    if any(beside):
        last.insert(0, _Field("", "", tuple(_OTHER if each else "" for each in beside), role="quiet"))
    times = _Field("when", "when", tuple(when(each.kept.at, now) for each in experiments), role="quiet")
    found = [_field_of(title, short, each.values, look) for title, short, each in _titled(differences)]
    places = [column.place for column in differences.columns]
    fields, short = _fitting(first, found, places, last, times, width - _lead(experiments))
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
                line.append(_cell(field.values[at], field, short), look.style(field.role) if field.role else "")
            elif field is next(each for each in fields if each in found):
                line.append(pad(crop(Text(" " * _GAP + _OTHER), room, look).plain, room), look.style("quiet"))
        line.rstrip()
        lines.append(crop(line, width, look))
    head.rstrip()
    return AttemptTable(crop(head, width, look), lines)


def tell_attempts(
    exercise: Exercise, experiments: Sequence[Experiment], differences: Differences, now: float, look: Look
) -> list[Text]:
    """The same as a sentence for each attempt, for learners who can't see a table."""
    said = []
    for at, each in enumerate(experiments):
        grade, model = each.kept.grade, each.kept.model
        parts = [
            f"{each.kept.number}, {when(each.kept.at, now)}, {look.mark(grade.verdict)} {reached(exercise, grade)}"
        ]
        parts += [f"named {each.name}"] * bool(each.name) + ["pinned"] * each.pinned
        parts += [f"{column.name} {column.values[at]}" for column in differences.columns if column.values[at]]
        parts += [_OTHER] * differences.other[at]
        parts += [f"{model.params:,} parameters"] if model is not None and model.params is not None else []
        said.append(Text(look.line(", ".join([*parts, _took(grade.seconds)]))))
    return said


def reached(exercise: Exercise, grade: Grade) -> str:
    """How far an attempt came: its score, or what stopped it."""
    if grade.error is not None:
        return grade.error.kind
    if grade.stopped or grade.problem:
        return "not graded" if grade.problem else "stopped"
    return score(exercise, grade).text


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
    return 2 + 2 * any(each.pinned for each in experiments) + _digits(experiments) + 2


def _digits(experiments: Sequence[Experiment]) -> int:
    return max(len(str(each.kept.number)) for each in experiments)


def _side(each: Experiment, slot: int | None, experiments: Sequence[Experiment], look: Look) -> Text:
    verdict = each.kept.grade.verdict
    sign = Text(look.cells(_HIDDEN), look.style("quiet")) if slot is None else sign_of(slot, look)
    pin = ("p " if each.pinned else "  ") if any(other.pinned for other in experiments) else ""
    mark = (look.mark(verdict), look.style(VERDICT_ROLES[verdict]))
    return Text.assemble(
        sign, " ", (pin, look.style("quiet")), str(each.kept.number).rjust(_digits(experiments)), " ", mark
    )


def _cell(text: str, field: _Field, short: bool) -> str:
    room = field.width(short)
    return " " * _GAP + (text.rjust(room) if field.numeric else pad(text, room))
