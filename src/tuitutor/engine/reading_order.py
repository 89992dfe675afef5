"""A lesson's parts in reading order: read, held back by a cell, or next.

One rule for all front ends. A text counts as read when its end was in sight and the reader went on, a cell when it ran.
Everything below a cell with a prediction, or with the tag `run-first`, is held back until the cell ran or the reader
chose to read on; then the prediction is read, too.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from enum import Enum
from itertools import chain, count
from textwrap import shorten

from msgspec import Struct

from tuitutor.course.model import Block, Cell, Exercise, Lesson, Prose
from tuitutor.progress.journal import PartsRead
from tuitutor.progress.progress import Ledger, Place, Progress

_FENCE = re.compile(r" {0,3}(`{3,}|~{3,})")
_HEADING = re.compile(r" {0,3}(#{1,6})[ \t]+(.*?)(?:[ \t]+#+)?[ \t]*")
_DEFINITION = re.compile(r" {0,3}\[[^\[\]]+\]:[ \t]*\S")
_LINK = re.compile(r"!?\[([^\[\]]*)\]\([^()]*\)")
_LONGEST = 48  # characters of the first words that name a text without a heading


class PartKind(Enum):
    """What a part is. A text begins at a heading, or below something else."""

    TEXT = "text"
    PREDICTION = "prediction"
    CELL = "cell"
    EXERCISE = "exercise"
    QUESTION = "question"

    @property
    def is_graded(self) -> bool:
        return self in (PartKind.EXERCISE, PartKind.QUESTION)


class LessonPart(Struct, frozen=True):
    """A part of a lesson, made from `block`.

    `name` is what it is called on the screen and in a saved place: "section:<slug of its heading>", "below:<name>" for
    another text, "guess:<index of the cell>", "cell:<index>" or "exercise:<label>". `key` is its name in the progress,
    which a change elsewhere in the lesson doesn't change: there, cells go by their key. `level` is that of a text's
    heading, 0 if it has none. `text` is the Markdown of a text.
    """

    name: str
    key: str
    kind: PartKind
    title: str
    block: Block
    level: int = 0
    text: str = ""

    @property
    def named(self) -> str:
        """What it is called in a sentence."""
        match self.kind:
            case PartKind.TEXT:
                return f"“{self.title}”"
            case PartKind.CELL:
                return self.title
            case PartKind.PREDICTION:
                return "a prediction"
            case PartKind.EXERCISE | PartKind.QUESTION:
                return f"the {self.kind.value} “{self.title}”"


_known: list[tuple[Lesson, tuple[LessonPart, ...]]] = []  # the last lesson, and its parts


def parts_of(lesson: Lesson) -> tuple[LessonPart, ...]:
    """The parts in reading order; their names are unique. A prediction comes before its cell."""
    if _known and _known[0][0] is lesson:  # it takes a millisecond, and is called at every key
        return _known[0][1]
    taken: set[str] = set()
    found: list[LessonPart] = []
    below, below_key = "", ""  # the cell or exercise above
    for block in lesson.blocks:
        match block:
            case Prose(text=text):
                found += _texts(block, text, below, below_key, taken)
            case Cell(index=index, key=key):
                below, below_key = f"cell:{index}", f"cell:{key}"
                if block.prediction is not None:
                    guess = f"guess:{index}", f"guess:{key}"
                    found.append(LessonPart(*guess, PartKind.PREDICTION, block.prediction.question, block))
                found.append(LessonPart(below, below_key, PartKind.CELL, block.filename, block))
            case Exercise(label=label):
                below = below_key = f"exercise:{label}"
                kind = PartKind.QUESTION if block.only_asks else PartKind.EXERCISE
                found.append(LessonPart(below, below, kind, block.title, block))
    _known[:] = [(lesson, tuple(found))]
    return _known[0][1]


def _texts(block: Prose, text: str, below: str, below_key: str, taken: set[str]) -> Iterator[LessonPart]:
    """The parts of a text below the part named `below`: one for each heading, and one for the lines above the first."""
    for level, title, portion in _sections(text):
        if level:
            slug = re.sub(r"[\W_]+", "-", title.lower()).strip("-")
            name = key = f"section:{slug}"
        else:
            name, key = f"below:{below}", f"below:{below_key}"
            title = shorten(_spoken(portion.partition("\n\n")[0]), _LONGEST, placeholder="…")
        endings = chain(("",), (f"-{number}" for number in count(2)))
        ending = next(ending for ending in endings if name + ending not in taken)
        name, key = name + ending, key + ending
        taken.add(name)
        yield LessonPart(name, key, PartKind.TEXT, title, block, level, portion)


def _sections(text: str) -> Iterator[tuple[int, str, str]]:
    """The text cut before each heading: the heading's level (0 if there is none) and title, and the Markdown.

    Each has the text's link definitions, or its links would lead nowhere.
    """
    level, title, lines, fence = 0, "", list[str](), ""
    definitions = [line for line in text.split("\n") if _DEFINITION.match(line)]
    for line in text.split("\n"):
        heading = None if fence else _HEADING.fullmatch(line)
        mark = _FENCE.match(line)
        if mark and not fence:
            fence = mark[1]
        elif mark and mark[1].startswith(fence) and not line.strip().strip(fence[0]):
            fence = ""
        if heading:
            if "".join(lines).strip():
                yield level, title, _with(definitions, lines)
            level, title, lines = len(heading[1]), _spoken(heading[2]), []
        lines.append(line)
    if "".join(lines).strip():
        yield level, title, _with(definitions, lines)


def _with(definitions: list[str], lines: list[str]) -> str:
    missing = [line for line in definitions if line not in lines]
    return "\n".join([*lines, "", *missing] if missing else lines).strip("\n")


def _spoken(markdown: str) -> str:
    """A line of Markdown without its marks."""
    return " ".join(re.sub(r"[*`]+", "", _LINK.sub(r"\1", markdown)).split())


# ---- what is read


def begin_reading(lesson: Lesson, store: Ledger) -> None:
    """Record the parts that count as read when a lesson is first opened. Later entries only add to them."""
    if lesson.id not in store.progress().read:
        store.record(PartsRead(lesson.id, tuple(sorted(_keys_read(lesson, store.progress()))), store.now()))


def note_read(lesson: Lesson, names: Iterable[str], store: Ledger) -> None:
    """Record that the reader went on from the parts with these names. A cell is read when it runs, by `note_run`."""
    named = set(names)
    parts = (part for part in parts_of(lesson) if part.name in named and not part.kind.is_graded)
    _record(lesson, (part.key for part in parts if not _is_to_run(part)), store)


def note_run(lesson: Lesson, cell: Cell, store: Ledger) -> None:
    """Record that a cell has run: it holds nothing back any more."""
    _record(lesson, (f"cell:{cell.key}", *([_release_key(cell)] if cell.holds_text else [])), store)


def release_text(lesson: Lesson, cells: Iterable[Cell], store: Ledger) -> None:
    """Let these cells hold nothing back, though they haven't run."""
    _record(lesson, (_release_key(cell) for cell in cells if cell.holds_text), store)


def open_up_to(lesson: Lesson, name: str, store: Ledger) -> None:
    """Let nothing hold back the part with this name, since somebody goes there by its name."""
    parts = parts_of(lesson)
    block = next((part.block for part in parts if part.name == name), None)  # a cell is not below its own prediction
    above = (part.block for part in parts[: max(0, _at(parts, name))] if part.block != block)
    release_text(lesson, (cell for cell in above if isinstance(cell, Cell)), store)


def _record(lesson: Lesson, keys: Iterable[str], store: Ledger) -> None:
    begin_reading(lesson, store)
    if news := set(keys) - _keys_read(lesson, store.progress()):
        store.record(PartsRead(lesson.id, tuple(sorted(news)), store.now()))


def _release_key(cell: Cell) -> str:
    """What the journal has once the text below the cell may be read: the key of its prediction, even without one."""
    return f"guess:{cell.key}"


def _is_to_run(part: LessonPart) -> bool:
    return part.kind is PartKind.CELL and isinstance(part.block, Cell) and not part.block.runs_itself


def place_of(name: str) -> Place:
    """The place where the part with this name begins, with the focus on it if it can have that."""
    kind, _, rest = name.partition(":")
    focus = f"cell:{rest}" if kind == "guess" else name if kind in ("cell", "exercise") else ""
    return Place(0, focus, name)


def parts_read(lesson: Lesson, progress: Progress) -> frozenset[str]:
    """The names of the parts that were read; a cell is when it ran, and an exercise when it is done."""
    keys = _keys_read(lesson, progress)
    return frozenset(part.name for part in parts_of(lesson) if _is_done(part, keys, progress))


def _is_done(part: LessonPart, keys: frozenset[str], progress: Progress) -> bool:
    if isinstance(part.block, Exercise):
        return progress.exercise(part.block.label).done
    return part.key in keys


def _keys_read(lesson: Lesson, progress: Progress) -> frozenset[str]:
    """The keys of the parts that were read; without a record, all above the last place or above a passed exercise."""
    if (keys := progress.read.get(lesson.id)) is not None:
        return keys
    parts = parts_of(lesson)
    place = progress.places.get(lesson.id)
    upto = 0 if place is None or not place.below else _at(parts, place.below) + 1
    for at, part in enumerate(parts):
        if isinstance(part.block, Exercise) and progress.exercise(part.block.label).done:
            upto = max(upto, at)
    return frozenset(part.key for part in parts[:upto] if not part.kind.is_graded)


def _at(parts: tuple[LessonPart, ...], name: str) -> int:
    """The index of the part with this name; -1 if there is none."""
    return next((at for at, part in enumerate(parts) if part.name == name), -1)


# ---- what is held back, and what is next


def holding_cell(lesson: Lesson, progress: Progress) -> Cell | None:
    """The cell that holds back the parts below it; None if nothing is held back.

    A cell above a passed exercise holds nothing.
    """
    if lesson.problems:
        return None
    keys = _keys_read(lesson, progress)
    for at, cell in enumerate(lesson.blocks[:-1]):  # below the last there is nothing
        if isinstance(cell, Cell) and cell.holds_text and _release_key(cell) not in keys:
            below = lesson.blocks[at:]
            if not any(isinstance(block, Exercise) and progress.exercise(block.label).done for block in below):
                return cell
    return None


def held_parts(lesson: Lesson, progress: Progress) -> tuple[LessonPart, ...]:
    """The parts that are held back, in order."""
    cell, parts = holding_cell(lesson, progress), parts_of(lesson)
    return () if cell is None else parts[_at(parts, f"cell:{cell.index}") + 1 :]


def next_part(lesson: Lesson, after: str, progress: Progress, can_run: bool = True) -> LessonPart | None:
    """Where reading goes on below the part named `after` ("": from the top); None: in the next lesson.

    That is the first unread text, cell or prediction, or an exercise that isn't passed if all text above it is read.
    After the end it starts over, but doesn't come back to where it began, nor to cells that the reader didn't run.
    Where a cell holds back what comes next, it is that cell or its prediction, unless nothing can be run.
    """
    if lesson.problems:
        return None
    parts, keys = parts_of(lesson), _keys_read(lesson, progress)
    here = _at(parts, after)
    again = (at for at in range(here) if not _is_to_run(parts[at]))
    around = [at for at in chain(range(here + 1, len(parts)), again) if not _is_done(parts[at], keys, progress)]
    if not around:
        return None
    at = around[0]
    if parts[at].kind.is_graded:
        unread = (above for above in range(at) if not (parts[above].kind.is_graded or _is_to_run(parts[above])))
        at = next((above for above in unread if above in around), at)
    cell = holding_cell(lesson, progress) if can_run else None
    if cell is not None and at > _at(parts, f"cell:{cell.index}"):
        return next(part for part in parts if part.block == cell)  # its prediction, if it has one
    return parts[at]
