"""Reads a lesson to the learner piece by piece, and remembers the place."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from msgspec import structs

from tuitutor.cli.listing import result
from tuitutor.cli.plain.voice import Voice
from tuitutor.cli.session import Session, no_such, require_sound
from tuitutor.course.choices import Question
from tuitutor.course.model import Cell, Exercise, Lesson, Prose
from tuitutor.draw.screen_reader import Passage, read_aloud
from tuitutor.engine.guidance import next_open
from tuitutor.engine.outline import names_in, outline_of, part_called
from tuitutor.engine.reading_order import (
    PartKind,
    begin_reading,
    holding_cell,
    note_read,
    open_up_to,
    parts_of,
    release_text,
)
from tuitutor.errors import UsageError
from tuitutor.grading.judge import needs_run
from tuitutor.playground.address import address_in
from tuitutor.playground.links import play_links
from tuitutor.progress.journal import Opened, Scrolled
from tuitutor.progress.progress import Place

_MOST_ROWS = 12  # in a piece, if its passages allow it
_COLUMNS = 72  # for counting rows, however wide the terminal is, so that a place is the same in every terminal


@dataclass(frozen=True, slots=True)
class Piece:
    """Passages, and the `block` to run or answer there: the cell below them, or the exercise of the task.

    `place` is where the piece begins, and `parts` are the names of the lesson's parts that end with it. A task is one
    piece, however long: it can be done where it ends.
    """

    passages: tuple[Passage, ...]
    place: Place
    block: Cell | Exercise | None = None
    parts: tuple[str, ...] = ()


def pieces_of(lesson: Lesson) -> tuple[Piece, ...]:
    """The pieces of a lesson, in order; at least one."""
    found: list[Piece] = []
    texts: list[Piece] = []  # below the cell or exercise `below`
    below, row = "", 0
    ended: tuple[str, ...] = ()  # parts without a passage, and predictions: they end with the next part
    for part in parts_of(lesson):
        match part.block:
            case Prose():
                passages = read_aloud(part.text.removeprefix(f"# {lesson.title}\n"))
                ended = *ended, part.name
                if pieces := _placed(passages, below, row):
                    texts += [*pieces[:-1], replace(pieces[-1], parts=ended)]
                    row, ended = row + sum(map(_height, passages)), ()
            case Cell() as cell if part.kind is PartKind.CELL:
                *before, last = texts or [Piece((), Place(0, "", below))]
                place = structs.replace(last.place, focus=part.name)
                found += [*before, replace(last, block=cell, place=place, parts=(*last.parts, *ended, part.name))]
                texts, below, row, ended = [], part.name, 0, ()
            case Cell():
                ended = *ended, part.name
            case Exercise() as exercise:
                title = Passage(f"Exercise: {exercise.title}", heading=True)
                task = (title, *read_aloud(exercise.prose))
                found += [*texts, Piece(task, Place(row, part.name, below), exercise, (*ended, part.name))]
                texts, below, row, ended = [], part.name, 0, ()
    found += texts
    return tuple(found) or (Piece((), Place()),)


def _placed(passages: Sequence[Passage], below: str, row: int) -> list[Piece]:
    """Pieces of text only; the text begins `row` rows below the cell or exercise `below`.

    A new piece begins at a heading, or when the old one would be too long.
    """
    pieces, portion = list[Piece](), list[Passage]()
    for passage in passages:
        too_much = sum(map(_height, (*portion, passage))) > _MOST_ROWS and not (portion and portion[-1].heading)
        if portion and (passage.heading or too_much):
            pieces.append(Piece(tuple(portion), Place(row, "", below)))
            row, portion = row + sum(map(_height, portion)), []
        portion.append(passage)
    return [*pieces, Piece(tuple(portion), Place(row, "", below))] if portion else pieces


def at_place(pieces: tuple[Piece, ...], place: Place) -> int:
    """The index of the piece at a place, which may be from the app; 0 if the place no longer exists."""
    if place.focus.startswith("exercise:"):
        for index, piece in enumerate(pieces):
            if piece.place.focus == place.focus:
                return index
    before = [i for i, piece in enumerate(pieces) if piece.place.below == place.below and piece.place.y <= place.y]
    return before[-1] if before else 0


def at_part(pieces: tuple[Piece, ...], name: str) -> int:
    """The index of the piece where a part begins, or of the piece with this cell or exercise; 0 if there is none."""
    at = next((index for index, piece in enumerate(pieces) if name in piece.parts), 0)
    is_text = not name.startswith(("guess:", "cell:", "exercise:"))
    while is_text and at and not pieces[at - 1].parts:
        at -= 1
    return at


def _height(passage: Passage) -> int:
    """The approximate number of rows of a passage, with the blank row below it."""
    return 1 + sum(1 + len(line) // _COLUMNS for line in passage.text.split("\n"))


class LessonReader:
    """Reads lessons piece by piece. `lesson` is the open lesson; the store has the place in it."""

    def __init__(self, session: Session, voice: Voice) -> None:
        self._course, self._store, self._voice = session.course, session.store, voice
        self.lesson = self._course.lessons[0]
        self._pieces: tuple[Piece, ...] = ()
        self._at = 0
        self._warned = False  # that the text goes on below this cell when it has run

    # ---- moving

    def open(self, lesson: Lesson | None = None, part: str = "") -> None:
        """Open a lesson, by default the latest, and read from a part, by default from where the learner left."""
        store, voice = self._store, self._voice
        if lesson is None:
            last = store.progress().last_lesson
            lesson = next((known for known in self._course.lessons if known.id == last), self.lesson)
        self.lesson, self._pieces = lesson, pieces_of(lesson)
        place = store.progress().places.get(lesson.id, Place())
        store.record(Opened(lesson.id, store.now()))
        if not lesson.problems:
            begin_reading(lesson, store)
            open_up_to(lesson, part or place.below, store)
        number, count = self._course.lessons.index(lesson) + 1, len(self._course.lessons)
        minutes = f" About {lesson.minutes} minutes." if lesson.minutes else ""
        voice.say(f"\nLesson {number} of {count}: {lesson.title}.{minutes}")
        for problem in lesson.problems:
            voice.say(str(problem))
        at = at_part(self._pieces, part) if part else at_place(self._pieces, place)
        if at and not part:
            voice.say(f"You are where you left it, at piece {at + 1} of {len(self._pieces)}.")
        elif lesson.objectives and not at:
            voice.say("\n".join(["You will learn to:", *(f"- {goal}" for goal in lesson.objectives)]))
        self._move(at)

    def read_on(self, can_run: bool) -> None:
        """Read the next piece; below a cell that holds it back if that ran or can't run, or at the second call."""
        piece, holder = self._pieces[self._at], holding_cell(self.lesson, self._store.progress())
        held = [] if holder is None or piece.block != holder else [holder]
        if held and can_run and not self._warned:
            self._warned = True
            self._voice.say("The text goes on when this cell has run: r runs it, enter again reads on without.")
            return
        if not self.lesson.problems:
            note_read(self.lesson, piece.parts, self._store)
            release_text(self.lesson, held, self._store)
        if self._at + 1 < len(self._pieces):
            self._move(self._at + 1)
            return
        self._voice.say("This is the end of the lesson.")
        if exercise := next_open(self.lesson, None, self._store.progress()):
            self._voice.say(f"The exercise '{exercise.title}' is not passed yet; e goes there.")

    def again(self, back: int = 0) -> None:
        """Read this piece again, or the piece `back` pieces before it."""
        self._move(max(0, self._at - back))

    def next_exercise(self) -> None:
        """Go to the next exercise that isn't passed; if there is none, to the start of the current exercise."""
        here = self.block if isinstance(self.block, Exercise) else None
        exercise = next_open(self.lesson, here, self._store.progress()) or here
        if exercise is not None:
            open_up_to(self.lesson, f"exercise:{exercise.label}", self._store)
            self._move(next(i for i, piece in enumerate(self._pieces) if piece.block is exercise))
        elif self.lesson.offered:
            self._voice.say("All exercises of this lesson are passed.")
        else:
            self._voice.say("This lesson has no exercise.")

    def list_parts(self, can_run: bool) -> None:
        """List the parts of the lesson, with a note if they were read or passed, or wait for a cell."""
        for number, line in enumerate(outline_of(self.lesson, self._store.progress(), can_run), start=1):
            read = ("read",) if line.done and line.exercise is None else ()
            notes = ", ".join((*read, *line.notes[:1]))
            self._voice.say(f"{number}. {line.title}{f' ({notes})' if notes else ''}")

    def go_to(self, called: str, can_run: bool) -> None:
        """Go to the part with this number in the list, or with this name. Raises UsageError if there is none."""
        lines = outline_of(self.lesson, self._store.progress(), can_run)
        if called.isdecimal():
            if not 1 <= int(called) <= len(lines):
                raise UsageError(f"There is no part {called}; parts are 1 to {len(lines)}.")
            name = lines[int(called) - 1].name
        elif (part := part_called(self.lesson, called)) is not None:
            name = part.name
        else:
            raise UsageError(no_such("part called", called, names_in(self.lesson), "o lists them."))
        open_up_to(self.lesson, name, self._store)
        self._move(at_part(self._pieces, name))

    def _move(self, at: int) -> None:
        self._at, self._warned, piece = at, False, self._pieces[at]
        store, place = self._store, piece.place
        store.record(Scrolled(self.lesson.id, place.y, place.focus, store.now(), place.below))
        for passage in piece.passages:
            self._voice.read(passage)
        self._voice.say("")
        match piece.block:
            case Cell() as cell:
                first = ", which runs before all others" if cell.is_setup else ""
                head = f"Cell {cell.index + 1} of {len(self.lesson.cells)}{first}:"
                self._voice.show(f"{head}\n{self.code(cell).rstrip()}\n")
                if cell.prediction:
                    self._voice.say(
                        f"Predict before you run it: {cell.prediction.question} Type r, and you're asked first."
                    )
            case Exercise() as exercise:
                self._say_task(exercise)
            case None:
                pass

    def _say_task(self, exercise: Exercise) -> None:
        """Say what an exercise asks for, besides its text, and how it stands."""
        voice = self._voice
        if question := question_of(exercise):
            voice.say(choices_of(question))
        elif challenge := exercise.challenge:
            voice.say(f"To pass: {', '.join(f'{name} {bound}' for name, bound in challenge.rules())}.")
            voice.say(f"It begins with {challenge.address}")
            voice.say("p opens the playground, where you try networks; the last one is then your answer.")
            voice.say("Or type your network's address, or settings, as in networkShape=4&activation=relu.")
        else:
            voice.show(f"Your code:\n{self.code(exercise).rstrip()}\n")
            voice.say(f"Checked: {'; '.join(check.name for check in exercise.checks)}.")
        voice.say(f"Exercise {exercise.label}: {result(exercise, self._store.progress())}.")

    # ---- the current piece

    @property
    def block(self) -> Cell | Exercise | None:
        """The cell or exercise of this piece."""
        return self._pieces[self._at].block

    def workable(self) -> Cell | Exercise:
        """The cell or exercise. Raises UsageError if there is none, CourseError if the lesson is broken."""
        if self.block is None:
            raise UsageError("There is no cell or exercise here; enter reads on, e goes to the next exercise.")
        require_sound(self.lesson)
        return self.block

    def exercise(self) -> Exercise:
        """The exercise of this piece. Raises as `workable` does."""
        block = self.workable()
        if isinstance(block, Cell):
            raise UsageError("This is a cell, not an exercise; e goes to the next exercise.")
        return block

    def playground(self) -> str:
        """The address of the playground here: of the learner's answer, or else of the first link. Raises UsageError."""
        if isinstance(self.block, Exercise) and (challenge := self.block.challenge):
            return address_in(self.code(self.workable())) or challenge.address
        if links := self._links():
            return links[0]
        raise UsageError("No playground is linked here; tuitutor play --plain opens one.")

    def _links(self) -> list[str]:
        passages = self._pieces[self._at].passages
        return [address for passage in passages for address, _ in play_links(passage.text)]

    def choices(self) -> str:
        """The prompt: what can be typed here, the most likely first."""
        piece = self._pieces[self._at]
        on = "enter: read on" if self._at + 1 < len(self._pieces) else "n: the next lesson"
        match piece.block:
            case Cell():
                here = f"{on}, r: run this cell"
            case Exercise() as exercise if self._store.known().exercise(exercise.label).done:
                here = on
            case Exercise(challenge=None) as exercise if question_of(exercise):
                here = f"your answer, h: hint, {on}"
            case Exercise(challenge=challenge) if challenge:
                here = f"p: playground, r: have it graded, h: hint, {on}"
            case Exercise():
                here = f"w: write code, r: have it graded, h: hint, {on}"
            case None:
                here = f"{on}, p: playground" if self._links() else on
                here = f"{here}, e: exercise" if self.lesson.offered else here
        return f"{here}, q: quit, ?: help"

    def path(self, block: Cell | Exercise) -> Path:
        """The path of the learner's code for the block; it need not exist."""
        if isinstance(block, Exercise):
            return self._store.draft_path(block.label)
        return self._store.cell_path(self.lesson.id, block.key)

    def code(self, block: Cell | Exercise) -> str:
        """The learner's code for the block, or else the author's. Raises StateError."""
        draft = self._store.read(self.path(block))
        return original(block) if draft is None else draft


def original(block: Cell | Exercise) -> str:
    """The author's code."""
    return block.starter if isinstance(block, Exercise) else block.source


def question_of(exercise: Exercise) -> Question | None:
    """The question of an exercise without code; None if there is code to run."""
    return None if needs_run(exercise) else exercise.question


def numbered(choices: Sequence[str]) -> str:
    """Choices to pick by number, one per line."""
    return "\n".join(f"{number}: {choice}" for number, choice in enumerate(choices, start=1))


def choices_of(question: Question) -> str:
    """How to answer a question, with its choices."""
    if not question.choices:
        return "Type your answer."
    if not question.numbered:
        return f"Type one of these: {', '.join(question.choices)}."
    return f"Type the number of an answer, or its words:\n{numbered(question.choices)}"
