"""The course at a prompt."""

from __future__ import annotations

import asyncio
import errno
import os
import random
import signal
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

from tuitutor.cli.answers import read_answer
from tuitutor.cli.exits import Exit
from tuitutor.cli.flag_hints import in_full
from tuitutor.cli.guiding import edit_draft, put_starter_back, show_hint, show_solution
from tuitutor.cli.listing import lesson_standing
from tuitutor.cli.plain.item_prompts import ItemPrompts
from tuitutor.cli.plain.lesson_reader import LessonReader, choices_of, numbered, original, question_of
from tuitutor.cli.plain.prompt_runs import PromptRuns
from tuitutor.cli.plain.voice import Voice, on_ctrl_c
from tuitutor.cli.session import Session, no_such
from tuitutor.cli.whatif import require_tries
from tuitutor.course.model import Cell, Exercise, Lesson
from tuitutor.engine import own_editor
from tuitutor.engine.asking import PosedItem
from tuitutor.engine.guidance import require_lessons
from tuitutor.engine.ordering import may_order, open_order
from tuitutor.engine.outline import Goal
from tuitutor.engine.predictions import said, say
from tuitutor.engine.warmup import ON_DEMAND, due_items, offered_items, today, told_next
from tuitutor.errors import TuitutorError, UsageError
from tuitutor.grading.question import chosen, parse_choice, with_answer
from tuitutor.playground.address import parse_address
from tuitutor.playground.playground_state import with_seed
from tuitutor.spelling import counted
from tuitutor.tui.outside import SANDBOX

if TYPE_CHECKING:  # most lessons don't need it
    from tuitutor.cli.plain.networks import Play

COMMANDS = {
    "read": "enter: read on",
    "back": "b, back: read the previous piece",
    "again": "a, again: read this piece again",
    "run": "r, run: run this cell, or have your answer graded; ctrl+c stops it",
    "exercise": "e, exercise: go to the lesson's next exercise that isn't passed",
    "code": "c, code: read your code, with line numbers",
    "write": "w, write: write code in your editor, or line by line if EDITOR names none",
    "type": "t, type: write code line by line",
    "file": "file xor.py: take the code from a file",
    "play": "p, play: open the playground, where the text or the exercise has one",
    "hint": "h, hint: read the next hint",
    "order": "order: after the last hint, put a solution's lines in order; it counts as seen then",
    "whatif": "whatif: after an attempt that failed, try changes of your training, and hear which helps",
    "solution": "s, solution: read the solution, after a pass or when you ask twice",
    "starter": "starter: go back to the starter; your code is kept in a file",
    "lessons": "l, lessons: list the lessons; l 3, or l and a name, opens one",
    "outline": "o, outline: list the lesson's parts; o 3, or o and a name, goes to one",
    "next": "n, next: go to the next lesson",
    "warmup": "u, warmup: answer questions from lessons that you passed before",
    "help": "?, help: read this list",
    "quit": "q, quit: leave; next time, the course opens here",
}
"""Each command and its line of help."""

_SHORT = {name.partition(",")[0]: command for command, name in COMMANDS.items()} | {"": "read"}


def open_plain(session: Session, goal: Goal | None = None) -> int:
    """Read the course from the goal, or from where the learner left, until they leave; the exit code.

    Raises CourseError.
    """
    require_lessons(session.course)
    session.has_opened()
    return asyncio.run(_walk(session, goal))


async def _walk(session: Session, goal: Goal | None) -> int:
    walk = Walk(session, goal)
    walking = on_ctrl_c(walk.stop)
    for number in (signal.SIGTERM, signal.SIGHUP):
        asyncio.get_running_loop().add_signal_handler(number, walking.cancel)
    try:
        with suppress(EOFError, asyncio.CancelledError):
            await walk.go()
        walk.leave()
    except OSError as error:
        if error.errno != errno.EIO:  # the terminal is gone
            raise
    finally:
        await walk.runs.close()
    return Exit.COULD_NOT if session.store.unsaved else Exit.DONE


class Walk:
    """Reads commands and carries them out: one learner's walk through a course."""

    def __init__(self, session: Session, goal: Goal | None = None) -> None:
        self._goal = goal
        self.voice = Voice(session.settings)
        self.runs = PromptRuns(session, self.voice)
        self._session, self._store = session, session.store
        self._reader = LessonReader(session, self.voice)
        self._problem = ""  # the last message about progress
        self._playing: Play | None = None

    async def go(self) -> None:
        """Read commands and carry them out. Raises EOFError when the learner leaves."""
        self.voice.say(f"{self._session.course.title}, in words. Type ? for help, q to leave.")
        goal = self._goal
        if goal is None and self._session.settings.warmup:
            goal = await self._ask_items(offered_items(self._session.course, self._store.progress(), today()))
        if goal is None:
            self._reader.open()
        else:
            self._reader.open(goal.lesson, goal.part)
        self._say_problem()
        await self.runs.enter(self._reader.lesson)
        while True:
            try:
                await self._obey((await self.voice.ask(f"{self._reader.choices()} > ")).strip())
            except TuitutorError as error:
                self.voice.say(in_full(error))
            self._say_problem()

    def _say_problem(self) -> None:
        """Say once that something could not be saved or read."""
        problem = self._store.problem or self._store.missing
        if problem != self._problem:
            self._problem = problem
            self.voice.say(problem or "Everything is saved now.")

    def stop(self) -> bool:
        """Stop training; False if nothing trains."""
        return self._playing.stop() if self._playing else self.runs.stop()

    def leave(self) -> None:
        """Save everything, and say that it is saved, or why it isn't."""
        self._store.flush()
        saved = self._store.problem if self._store.unsaved else "Your place and your answers are kept."
        self.voice.show(f"\n{saved}")

    async def _obey(self, line: str) -> None:
        self.runs.worker.wake()  # the learner is active: it may have been ended while idle
        word, _, rest = line.partition(" ")
        name, block = _SHORT.get(word.lower(), word.lower()), self._reader.block
        question = question_of(block) if isinstance(block, Exercise) else None
        if name == "file" and rest:
            self._take_file(rest.strip())
        elif name == "lessons":
            await self._lessons(rest.strip())
        elif name == "outline":
            self._reader.go_to(rest.strip(), self.runs.can_run) if rest else self._reader.list_parts(self.runs.can_run)
        elif name == "file":
            raise UsageError("file takes the name of a file, as in: file xor.py")
        elif name in COMMANDS and not rest:
            await self._do(name)
        elif question is not None:
            await self._hand_in(self._reader.exercise(), chosen(question, with_answer("", line)) or line)
        elif isinstance(block, Exercise) and block.challenge is not None and "=" in line:
            await self._hand_in(block, line)
        else:
            raise UsageError(no_such("command", line, COMMANDS, "? lists what can be typed."))

    async def _do(self, name: str) -> None:
        reader = self._reader
        match name:
            case "read":
                reader.read_on(self.runs.can_run)
            case "back":
                reader.again(back=1)
            case "again":
                reader.again()
            case "exercise":
                reader.next_exercise()
            case "next":
                if (lesson := self._session.course.neighbour(reader.lesson, 1)) is None:
                    raise UsageError("This is the last lesson.")
                await self._open(lesson)
            case "warmup":
                await self._warm_up()
            case "run":
                await self._run()
            case "code":
                lines = reader.code(reader.workable()).rstrip().split("\n")
                self.voice.show("\n".join(f"{number}: {line}" for number, line in enumerate(lines, start=1)))
            case "write" if os.environ.get("VISUAL") or os.environ.get("EDITOR"):
                self._edit()
            case "write" | "type":
                await self._type()
            case "play":
                await self._play()
            case "hint":
                show_hint(self._session, exercise := reader.exercise())
                if may_order(exercise, self._store.progress()):
                    self.voice.say("order: put a solution's lines in order; from then on the solution counts as seen.")
            case "order":
                await self._order(reader.exercise())
            case "whatif":
                await self._try_changes(reader.exercise())
            case "solution":
                show_solution(self._session, reader.exercise())
            case "starter":
                self.voice.say(put_starter_back(reader.exercise(), self._store))
            case "help":
                self.voice.say("\n".join(COMMANDS.values()))
            case "quit":
                raise EOFError

    # ---- items to recall

    async def _ask_items(self, items: Sequence[PosedItem]) -> Goal | None:
        """Ask these items, if there are any; the place where the learner wants to read, if any."""
        if not items:
            return None
        self.voice.say(f"\nWarm-up: {counted(len(items), 'question')} from lessons that you passed.")
        return await ItemPrompts(self.voice, self._store, may_go=True).ask_all(items)

    async def _warm_up(self) -> None:
        """Ask the items that are due today, and go on where the learner was, or where an answer leads."""
        course, day = self._session.course, today()
        goal = await self._ask_items(due_items(course, self._store.progress(), day)[:ON_DEMAND])
        if goal is None:
            self.voice.say(told_next(course, self._store.progress(), day))
        else:
            await self.runs.enter(goal.lesson)
            self._reader.open(goal.lesson, goal.part)

    # ---- lessons

    async def _open(self, lesson: Lesson) -> None:
        await self.runs.enter(lesson)
        self._reader.open(lesson)

    async def _lessons(self, name: str) -> None:
        """List the lessons, or open the lesson with this number or id."""
        lessons, progress = self._session.course.lessons, self._store.progress()
        if not name:
            for number, lesson in enumerate(lessons, start=1):
                exercises = f", {progress.told_of(lesson.offered, ' exercises')}" if lesson.offered else ""
                self.voice.say(f"{number}. {lesson.title} ({lesson_standing(lesson, progress)}{exercises})")
        elif not name.isdecimal():
            await self._open(self._session.lesson(name))
        elif 1 <= int(name) <= len(lessons):
            await self._open(lessons[int(name) - 1])
        else:
            raise UsageError(f"There is no lesson {name}; lessons are 1 to {len(lessons)}.")

    # ---- code

    def _edit(self) -> None:
        block = self._reader.workable()
        path = self._reader.path(block)
        before = path.read_text(errors="replace") if path.exists() else original(block)
        with _interrupts_for_others():
            problem = edit_draft(path, original(block), self._store)
        self.voice.say(problem or f"{own_editor.what_changed(before, path.read_text(errors='replace'))} r runs it.")

    async def _type(self) -> None:
        block = self._reader.workable()
        if isinstance(block, Exercise) and (question := question_of(block)):
            raise UsageError(choices_of(question))
        self.voice.say("Type your code; it replaces what is there. A line with a single . ends it.")
        lines: list[str] = []
        try:
            while (line := await self.voice.ask(f"{len(lines) + 1}: ")) != ".":
                lines.append(line)
        finally:  # even if the input ends or is interrupted
            if lines:
                self._put(block, "\n".join(lines) + "\n")
        if not lines:
            self.voice.say("Nothing has changed.")

    def _take_file(self, name: str) -> None:
        exercise = self._reader.exercise()
        if name == "-":
            raise UsageError("Standard input is where you type; name a file.")
        self._put(exercise, read_answer(exercise, self._reader.lesson, str(Path(name).expanduser()), self._store))

    def _put(self, block: Cell | Exercise, text: str) -> None:
        """Make the text the draft; another draft is saved beside it."""
        saved = self._store.drafts.put(self._reader.path(block), text)
        copy = f" What you had is in {saved.kept}" if saved.kept else ""
        self.voice.say(f"{'Not saved yet' if saved.problem else 'Saved'}; r runs it.{copy}")

    # ---- running

    async def _run(self) -> None:
        block = self._reader.workable()
        question = question_of(block) if isinstance(block, Exercise) else None
        if question is not None and not parse_choice(question, self._reader.code(block)):
            raise UsageError(choices_of(question))
        if not await self._may_run():
            return
        if isinstance(block, Cell):
            await self._predict(block)
            await self.runs.run(block)
        else:
            await self.runs.grade(block, self._reader.code(block))

    async def _order(self, exercise: Exercise) -> None:
        """Let the learner put the solution's lines in order, and grade the result."""
        if not may_order(exercise, self._store.progress()):
            raise UsageError("Lines to order come after the last hint, where a solution has few lines; h: hint.")
        order = open_order(exercise, self._reader.code(exercise), self._store)
        self.voice.say("These lines make a solution, but two of them are wrong:")
        self.voice.show("\n".join(f"{number}: {line}" for number, line in enumerate(order.lines, start=1)))
        typed = (await self.voice.ask("Their numbers in order, without those two (enter: not now): ")).strip()
        if typed:
            self._put(exercise, order.picked(typed).program)
            await self._run()

    async def _try_changes(self, exercise: Exercise) -> None:
        require_tries(self._session, exercise)
        if await self._may_run():
            await self.runs.try_changes(exercise, self._reader.code(exercise))

    async def _may_run(self) -> bool:
        """Whether the course's code may run; asks the learner if they haven't agreed yet."""
        consent = self._session.consent
        if not consent.given:
            self.voice.say(consent.question(SANDBOX))
            if (await self.voice.ask("y: run it, enter: not now > ")).strip().lower() in ("y", "yes"):
                consent.give()
            else:
                self.voice.say("Nothing was run.")
        return consent.given

    async def _predict(self, cell: Cell) -> None:
        """Ask for a prediction of a cell's result until it is possible, or empty."""
        if cell.prediction is None:
            return
        lesson, choices = self._reader.lesson, cell.prediction.choices
        before = said(lesson, cell, self._store.progress())
        self.voice.say("\n".join(filter(None, [cell.prediction.question, numbered(choices)])))
        prompt = f"Your prediction (enter keeps {before}): " if before else "Your prediction (enter skips it): "
        while line := (await self.voice.ask(prompt)).strip():
            number = int(line) if line.isdecimal() else 0
            text = choices[number - 1] if 1 <= number <= len(choices) else line
            if not choices or text in choices:
                say(lesson, cell, text, self._store)
                return
            self.voice.say(f"Type a number from 1 to {len(choices)}.")

    async def _play(self) -> None:
        """Open the playground until the learner leaves it. In an exercise, its last network becomes the answer."""
        from tuitutor.cli.plain.networks import Play

        address, block = self._reader.playground(), self._reader.block
        config = with_seed(parse_address(address)[0], random.random())
        challenge = block.challenge if isinstance(block, Exercise) else None
        self._playing = play = Play(self.voice, config, challenge)
        try:
            with suppress(EOFError):
                await play.go()
        finally:
            self._playing = None
            if isinstance(block, Exercise) and challenge:
                self._store.save(self._reader.path(block), with_answer(self._reader.code(block), play.answer))
        self.voice.say("This network is your answer now; r has it graded." if challenge else "Back in the lesson.")

    async def _hand_in(self, exercise: Exercise, words: str) -> None:
        """Write an answer in words into the draft, and grade it."""
        self._store.save(self._reader.path(exercise), with_answer(self._reader.code(exercise), words))
        await self.runs.grade(exercise, self._reader.code(exercise))


@contextmanager
def _interrupts_for_others() -> Iterator[None]:
    """In this block, ctrl+c goes only to the editor, which may use it; asyncio doesn't see it."""
    wakeup = signal.set_wakeup_fd(-1)
    before = signal.signal(signal.SIGINT, lambda *_: None)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
        signal.set_wakeup_fd(wakeup, warn_on_full_buffer=False)
