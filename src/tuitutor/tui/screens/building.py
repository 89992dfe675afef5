"""A lesson's blocks as widgets, mounted in steps: first the visible ones, and the rest after the paint."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence

from msgspec.structs import replace
from textual import events
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.geometry import Size
from textual.widget import Widget

from tuitutor.course.model import Cell, Exercise, Lesson, Prose
from tuitutor.engine.predictions import said
from tuitutor.engine.reading_order import PartKind, held_parts, holding_cell, parts_of
from tuitutor.playground.links import play_links
from tuitutor.progress.progress import Progress
from tuitutor.tui.flow.lesson_drafts import CellDraft, Draft
from tuitutor.tui.repaint import mark
from tuitutor.tui.screens.chrome import Chrome
from tuitutor.tui.screens.editor_texts import EditorTexts
from tuitutor.tui.screens.exercise_side import ExerciseSide
from tuitutor.tui.screens.reading import ReadingScreen
from tuitutor.tui.widgets.card import ExerciseCard, PlayLink
from tuitutor.tui.widgets.cell import CellBox
from tuitutor.tui.widgets.guess import GuessBox
from tuitutor.tui.widgets.prose import ProblemList, ProseView, rows, split_prose
from tuitutor.tui.widgets.single_lines import TooSmall

_MOST_BROKEN = 200  # lines of a broken lesson
_LONGEST_BROKEN = 4_000  # characters of one stretch of its text


def lesson_widgets(
    lesson: Lesson, text_of: Callable[[Draft], str], progress: Progress, lines: int, width: int
) -> tuple[list[Widget], list[Widget]]:
    """Widgets for about `lines` lines of `width`, and widgets for the rest. `text_of` gives a cell's current text.

    A broken lesson has no rest: it may be broken because it is far too large to be shown.
    """
    if lesson.problems:
        lesson, lines = _cut(lesson), _MOST_BROKEN
    first: list[Widget] = [ProblemList(lesson.problems)] if lesson.problems else []
    rest: list[Widget] = []
    holder = holding_cell(lesson, progress)
    room, hidden_parts = lines - len(lesson.problems), {part.name for part in held_parts(lesson, progress)}
    for part in parts_of(lesson):
        now, later = list[Widget](), list[Widget]()
        if part.name in hidden_parts:
            room = 0  # it isn't shown yet
        match part.block:
            case Prose():
                shown, hidden = split_prose(part.text, room, width) if room > 0 else ("", part.text)
                for text, blocks in ((shown, now), (hidden, later)):
                    blocks += [ProseView(text, part.name)] if text.strip() else []
                    blocks += [PlayLink(address, words) for address, words in play_links(text)]
                room = 0 if hidden.strip() else room - rows(shown, width)
            case Cell() as cell if part.kind is PartKind.CELL:
                draft = CellDraft.of(lesson, cell)
                guess = GuessBox(cell.prediction, said(lesson, cell, progress)) if cell.prediction else None
                box = CellBox(cell, draft, text_of(draft), guess)
                box.show_holding(cell == holder)
                (now if room > 0 else later).append(box)
                room -= 4 + len(cell.prediction.choices) if cell.prediction else 0
                room -= 2 if cell.is_setup else 3 + cell.source.count("\n")  # a setup cell is folded
            case Cell():
                pass  # the prediction is in its cell's box
            case Exercise() as exercise:
                card = ExerciseCard(exercise, progress.exercise(exercise.label))
                (now if room > 0 else later).append(card)
                room -= 3 + rows(exercise.prose, width)
        for widget in (*now, *later) if part.name in hidden_parts else ():
            widget.display = False
        first += now
        rest += later
    return first, [] if lesson.problems else rest


def _cut(lesson: Lesson) -> Lesson:
    """The lesson with only the beginning of each stretch of text."""
    blocks = (
        replace(block, text=block.text[:_LONGEST_BROKEN]) if isinstance(block, Prose) else block
        for block in lesson.blocks[:_MOST_BROKEN]
    )
    return replace(lesson, blocks=tuple(blocks))


WIDE = 116  # columns from which text and workbench are side by side
HUGE = 160  # columns from which the list of lessons is beside them
TALL = 32  # lines from which there is room for blank space
_WIDEST = 74  # columns of text, as in the stylesheet
_AT_REST = 0.15  # seconds after the first paint before more is built, in which a key may come
_AT_A_TIME = 3  # blocks mounted between two paints


def size_classes(size: Size) -> dict[str, bool]:
    """The screen's classes for the size of its window."""
    wide, tall = size.width >= WIDE, size.height >= TALL
    return {"-wide": wide, "-narrow": not wide, "-huge": size.width >= HUGE, "-tall": tall, "-low": not tall}


class Building:
    """Builds a lesson in three steps: `compose`, `begin` and `finish`, after which it `is_whole`.

    The `last` widgets are mounted at the end, above the messages; then `built` is called, before any waiting key acts.
    """

    def __init__(
        self,
        screen: ReadingScreen,
        texts: EditorTexts,
        side: ExerciseSide,
        chrome: Chrome,
        last: Sequence[Widget],
        built: Callable[[], None],
    ) -> None:
        self.is_whole = False
        self._screen = screen
        self._texts = texts
        self._side = side
        self._chrome = chrome
        self._last = last
        self._built = built
        self._rest: list[Widget] = []  # blocks that aren't mounted yet
        self._left = False
        self._begun = asyncio.Event()  # keys may arrive earlier
        self._making = asyncio.Lock()

    def compose(self) -> ComposeResult:
        """The widgets of the first paint."""
        screen, chrome, lesson = self._screen, self._chrome, self._screen.lesson
        width, height = screen.app.size
        alone = not lesson.offered
        # before anything is mounted, or all of it would be styled a second time
        screen.update_classes({**size_classes(screen.app.size), "-alone": alone}, update=False)
        yield chrome.header
        yield chrome.problem
        with Horizontal(id="body"):
            # a place further down needs the whole lesson at once, or the reader would see it jump there
            lines = height if screen.last_place.at_top else 10_000
            first, self._rest = lesson_widgets(
                lesson, self._texts.text, screen.progress, lines, min(_WIDEST, width - 6)
            )
            if width >= HUGE:
                yield chrome.pane
            # focused before it is styled, or Textual would style all of it again
            screen.focused = screen.column.add_class("-within", update=False)
            with screen.column:
                yield from first
            if WIDE <= width < HUGE and not lesson.problems:
                screen.update_classes({"-reading": alone or not screen.opens_exercise}, update=False)
            if screen.has_class("-reading"):
                yield screen.overview
        yield screen.messages
        yield chrome.keys
        yield TooSmall()

    async def begin(self) -> None:
        """The screen is mounted: go to the exercise if the learner left there, and build the rest soon."""
        screen, at_top = self._screen, self._screen.last_place.at_top
        # no text is shown before its place is found, or the reader would see it jump there
        mark(screen.column, not at_top, "-finding-place", [screen.column])
        screen.column.post_message(events.Focus())
        if screen.opens_exercise or screen.app.size.width >= HUGE:
            async with self._making:
                await self._side.mount()
        if screen.opens_exercise and screen.bench is not None:
            screen.show_bench()
            screen.bench.enter()  # at once, since the next key is meant for it
        self._begun.set()
        if at_top:
            screen.call_after_refresh(screen.set_timer, _AT_REST, self._go_on)
        else:  # everything is built already, and hidden until its place is found
            screen.call_later(self._go_on)

    async def _go_on(self) -> None:
        """Build a few blocks at a time, so that no key waits for all of them."""
        async with self._making:
            if self._left:
                return  # rescheduling this forever would keep the app from ending
            await self._mount(_AT_A_TIME)
        if self._rest:
            self._screen.call_after_refresh(self._go_on)
        else:
            await self.finish()

    async def finish(self) -> None:
        """Build the rest, once; a key that needs it doesn't wait for the paint."""
        await self._begun.wait()
        screen = self._screen
        async with self._making:
            if self.is_whole or self._left:
                return
            await self._mount(len(self._rest))
            if screen.bench is None:
                await self._side.mount()
            if not screen.lesson.problems and not screen.overview.is_attached:
                await screen.query_one("#body").mount(screen.overview, after=screen.column)
            await screen.mount_all(self._last, before=screen.messages)
            self.is_whole = True
        self._built()

    async def stop(self) -> None:
        """Build nothing more; what is being built needs its screen until it is done."""
        self._left = True
        async with self._making:
            pass

    async def _mount(self, count: int) -> None:
        blocks, self._rest = self._rest[:count], self._rest[count:]
        await self._screen.column.mount_all(blocks)
