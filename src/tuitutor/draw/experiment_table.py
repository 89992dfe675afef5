"""Trainings in a table, with what differs between their codes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from rich.text import Text

from tuitutor.draw.look import VERDICT_ROLES, Look, Role, crop, pad
from tuitutor.draw.overlay import sign_of
from tuitutor.draw.past_attempts import when
from tuitutor.engine.differences import Column, Differences
from tuitutor.engine.experiments import Experiment

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
