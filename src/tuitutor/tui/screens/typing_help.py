"""Help with typing: completions, the call at the cursor, explained names, problems, and notes beside the lines."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import suppress
from typing import TYPE_CHECKING

from textual.geometry import Region

from tuitutor.course.model import Exercise
from tuitutor.draw.grade import in_quotes
from tuitutor.errors import TuitutorError
from tuitutor.tui import keys
from tuitutor.tui.flow.pacing import spawn
from tuitutor.tui.screens.reading import ReadingScreen
from tuitutor.tui.widgets.cell import CellBox, CodeBox
from tuitutor.tui.widgets.completer import Completer, CompletionList
from tuitutor.tui.widgets.editor import CodeEditor

if TYPE_CHECKING:  # only needed once somebody types
    from tuitutor.assist.completion import Call
    from tuitutor.assist.diagnostics import Around, Diagnostic
    from tuitutor.assist.reference import Reference
    from tuitutor.tui.widgets.workbench import Workbench
    from tuitutor.workers.draft_layers import DraftLayers


class TypingHelp:
    """Helps in the editors of a screen: completions, calls, problems; with the reference of the learner's own Keras."""

    def __init__(self, screen: ReadingScreen) -> None:
        self._screen = screen
        self._study = screen.study
        self.offers = CompletionList()
        self.completer = Completer(self.offers, self._reference, self._code_before, self._room, _show_call)
        self.takes = self.completer.takes
        self.diagnoser = Diagnoser(self._reference, self._around)
        self._doubted: tuple[CodeBox, frozenset[str]] | None = None  # the last box, and the problems shown then

    async def learn(self) -> None:
        """Load the reference; without it, only completion is missing."""
        with suppress(TuitutorError):
            await self._study.reference.learn(self._study.worker)

    def _reference(self) -> Reference | None:
        return self._study.reference.known

    def changed(self, editor: CodeEditor) -> None:
        """The text or the cursor has changed."""
        self.completer.changed(editor)
        self.diagnoser.changed(editor)

    def leave(self, editor: CodeEditor) -> None:
        """The editor loses the focus."""
        self.completer.leave(editor)
        self.diagnoser.leave(editor)

    def doubt(self, box: CodeBox) -> str:
        """The question before a box is run that can't run; "" if there is none, or if it was asked already.

        None is needed for a cell that doesn't parse, since it isn't run.
        """
        from tuitutor.course.python_cells import plain_python

        certain = [problem for problem in self.diagnoser.look(box.editor) if problem.certain]
        before, self._doubted = self._doubted, (box, frozenset(problem.sentence for problem in certain))
        if not certain or before == self._doubted or (isinstance(box, CellBox) and plain_python(box.text)[1]):
            return ""
        return f"Line {certain[0].line}: {in_quotes(certain[0].sentence)} {keys.RUN.named} again runs it anyway."

    async def explain(self) -> None:
        """Show the reference of the name under the cursor; if it has none, show the help."""
        reference, editor, found = self._reference(), self._screen.focused, None
        if reference is not None and isinstance(editor, CodeEditor):
            from tuitutor.assist.completion import facts_at

            found = facts_at(*editor.code_and_cursor, reference, self._code_before(editor))
        if found is None:
            await self._screen.run_action("app.help")
            return
        from tuitutor.tui.screens.popups import ReferenceScreen

        async def closed(wants_help: bool | None) -> None:
            if wants_help:
                await self._screen.run_action("app.help")

        self._screen.app.push_screen(ReferenceScreen(*found), closed)

    def _code_before(self, editor: CodeEditor) -> str:
        return "\n".join(self._programs_before(editor))

    def _room(self, editor: CodeEditor) -> Region:
        """The part of the screen for choices: they cover neither the signature nor the frame around the editor."""
        own, bench = editor.region, self._screen.bench
        if bench is not None and box_around(editor) is bench:  # below its signature are only results
            return Region.from_corners(own.x, own.y, own.right, bench.results.status.region.y)
        text = self._screen.column.content_region  # a cell's signature is above it
        return Region.from_corners(own.x, max(own.y, text.y), own.right, text.bottom)

    def _programs_before(self, editor: CodeEditor) -> list[str]:
        """The programs that run before an editor's: the cells above, or the lesson's setup."""
        box = box_around(editor)
        if isinstance(box, CellBox):
            return [cell.text for cell in self._screen.column.cells if cell.index < box.index and cell.runnable]
        what = None if box is None else box.what
        if isinstance(what, Exercise) and what.after:
            return [*self._study.code_before(what)]
        return [cell.source for cell in self._screen.lesson.setup]

    def _around(self, editor: CodeEditor) -> Around | None:
        """The programs around an editor's; None if its text is not Python, or is meant to fail."""
        from tuitutor.assist.diagnostics import Around

        box = box_around(editor)
        before, python = tuple(self._programs_before(editor)), self._study.reference.python
        if isinstance(box, CellBox):
            below = [cell.text for cell in self._screen.column.cells if cell.index > box.index and cell.runnable]
            return None if "raises-exception" in box.cell.tags else Around(before, tuple(below), python)
        what = None if box is None else box.what
        is_code = isinstance(what, Exercise) and not what.only_asks and what.challenge is None
        apart = tuple(cell.source for cell in self._screen.lesson.cells if not cell.is_setup)
        return Around(before, python=python, apart=apart) if is_code else None


def box_around(editor: CodeEditor) -> CodeBox | None:
    """The cell or the workbench that an editor is part of."""
    return next((widget for widget in editor.ancestors if isinstance(widget, CodeBox)), None)


def _show_call(editor: CodeEditor, call: Call | None) -> None:
    if (box := box_around(editor)) is not None:
        box.show_call(call)


_BUILT_AFTER = 0.4  # seconds without a key after which a draft is looked at


class LayerNotes:
    """Has the layers of a draft built where code runs, if a worker is there; says once why it gave up."""

    def __init__(self, screen: ReadingScreen) -> None:
        self._study = screen.study
        self._say = screen.say
        self._why_off = ""  # the reason that was shown
        self._layers: DraftLayers | None = None
        self._timer: asyncio.TimerHandle | None = None
        self._is_over = False

    def typed(self, bench: Workbench, editor: CodeEditor) -> None:
        """The text in the workbench's editor has changed."""
        self._stop()
        exercise = bench.exercise
        asks_for_shapes = not exercise.margin or exercise.question is not None or exercise.challenge is not None
        if not asks_for_shapes and not self._is_over:
            self._timer = asyncio.get_running_loop().call_later(_BUILT_AFTER, lambda: spawn(self._look(bench, editor)))

    async def _look(self, bench: Workbench, editor: CodeEditor) -> None:
        from tuitutor.assist.margin import margin_notes, moved_notes
        from tuitutor.course.python_cells import without_magics

        if self._is_over or not editor.is_attached or not self._study.worker.is_up:
            return
        if self._layers is None:
            from tuitutor.workers.draft_layers import DraftLayers

            self._layers = DraftLayers(self._study.worker)
        exercise, lines = bench.exercise, list(editor.document.lines)
        setup = "\n".join(self._study.code_before(exercise))
        built = await self._layers.build(setup, without_magics("\n".join(lines)))
        if self._is_over:
            return
        if self._layers.off_because and self._layers.off_because != self._why_off:
            self._why_off = self._layers.off_because
            self._say(self._why_off)
        if built is not None and bench.exercise is exercise and editor.is_attached:
            editor.show_notes(moved_notes(margin_notes(built), lines, list(editor.document.lines)))

    def close(self) -> None:
        """Build nothing more."""
        self._is_over = True
        self._stop()
        if self._layers is not None:
            self._layers.close()

    def _stop(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
        self._timer = None


_LOOKED_AT_AFTER = 0.5  # seconds without a key after which the text is looked at


class Diagnoser:
    """Shows the problems of a screen's editors, except in the line that is being written, until the cursor leaves it.

    `around` returns the programs around an editor's, or None if its text is not Python or is meant to fail.
    """

    def __init__(
        self,
        reference: Callable[[], Reference | None],
        around: Callable[[CodeEditor], Around | None],
    ) -> None:
        self._reference = reference
        self._around = around
        self._text: tuple[CodeEditor, str] | None = None  # after the latest key
        self._written: int | None = None  # the line that is being written, counted from 1
        self._drawn: object = None  # the problems that the lines of the box show
        self._timer: asyncio.TimerHandle | None = None

    def changed(self, editor: CodeEditor) -> None:
        """The text or the cursor has changed, or the editor has got the focus."""
        before, self._text = self._text, (editor, editor.text)
        line = editor.cursor_location[0] + 1
        if before is None or before[0] is not editor:
            self._written = None
        elif before != self._text:
            self._written = line
        elif line != self._written:
            self._written = None
        self._draw_lines(editor)
        self._stop()
        self._timer = asyncio.get_running_loop().call_later(_LOOKED_AT_AFTER, self._look, editor)

    def leave(self, editor: CodeEditor) -> None:
        """The learner leaves the editor: nothing is being written any more."""
        self._stop()
        self._written = self._text = None
        editor.call_after_refresh(self._look, editor)

    def look(self, editor: CodeEditor) -> tuple[Diagnostic, ...]:
        """Show all problems now; returns them."""
        self._stop()
        self._written = None
        self._look(editor)
        return editor.problems

    def _look(self, editor: CodeEditor) -> None:
        from tuitutor.assist.diagnostics import diagnose, settled

        if not editor.is_attached:
            return
        (code, _), around, reference = editor.code_and_cursor, self._around(editor), self._reference()
        if around is None or editor.read_only:
            return
        if self._written is None:
            found = diagnose(code, around, reference)
        else:
            found = settled(code, self._written, editor.problems, around, reference)
        editor.show_problems(found)
        self._draw_lines(editor)

    def _draw_lines(self, editor: CodeEditor) -> None:
        """Draw the problem in the cursor's line and the number of problems, if they have changed."""
        problems = editor, editor.problem_here, len(editor.problems)
        if problems != self._drawn:
            self._drawn = problems
            if (box := box_around(editor)) is not None:
                box.draw_lines()

    def _stop(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
        self._timer = None
