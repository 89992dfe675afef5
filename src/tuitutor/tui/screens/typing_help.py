"""Help with what is typed: completions, the cursor's call, what a name is, problems, and notes beside the lines."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import suppress
from typing import TYPE_CHECKING

from textual.geometry import Region
from textual.screen import Screen

from tuitutor.course.model import Exercise, Lesson
from tuitutor.draw.grade import in_quotes
from tuitutor.errors import TuitutorError
from tuitutor.tui import keys
from tuitutor.tui.flow.pacing import spawn
from tuitutor.tui.flow.study import Study
from tuitutor.tui.widgets.cell import CellBox, CodeBox
from tuitutor.tui.widgets.column import LessonColumn
from tuitutor.tui.widgets.completer import Completer, CompletionList
from tuitutor.tui.widgets.editor import CodeEditor

if TYPE_CHECKING:  # only needed once somebody types
    from tuitutor.assist.completion import Call
    from tuitutor.assist.diagnostics import Around, Diagnostic
    from tuitutor.assist.reference import Reference
    from tuitutor.tui.widgets.workbench import Workbench
    from tuitutor.workers.draft_layers import DraftLayers


class TypingHelp:
    """Knows what runs before an editor's code, and the reference of the learner's own Keras once it was learned."""

    def __init__(self, screen: Screen[None], study: Study, lesson: Lesson, column: LessonColumn) -> None:
        self.offers = CompletionList()
        known = lambda: study.reference.known  # noqa: E731  # it is learned later
        self.completer = Completer(self.offers, known, self._code_before, self._room, _show_call)
        self.takes = self.completer.takes
        self.diagnoser = Diagnoser(known, self._around)
        self._asked: tuple[CodeBox, frozenset[str]] | None = None
        self._screen = screen
        self._study = study
        self._lesson = lesson
        self._column = column

    async def learn(self) -> None:
        """Learn the reference; without it, only completion is missing."""
        with suppress(TuitutorError):
            await self._study.reference.learn(self._study.worker)

    def changed(self, editor: CodeEditor) -> None:
        """The text or the cursor has changed."""
        self.completer.changed(editor)
        self.diagnoser.changed(editor)

    def leave(self, editor: CodeEditor) -> None:
        """The editor loses the focus."""
        self.completer.leave(editor)
        self.diagnoser.leave(editor)

    def doubt(self, box: CodeBox) -> str:
        """What to ask before a box is run that can't run; "" if nothing, or if it was asked already."""
        certain = [each for each in self.diagnoser.look(box.editor) if each.certain]
        asked, self._asked = self._asked, (box, frozenset(each.sentence for each in certain))
        if not certain or asked == self._asked:
            return ""
        return f"Line {certain[0].line}: {in_quotes(certain[0].sentence)} {keys.RUN.named} again runs it anyway."

    async def explain(self) -> None:
        """Show what the name under the cursor is; if there is none that is known, show the help."""
        reference, editor, found = self._study.reference.known, self._screen.focused, None
        if reference is not None and isinstance(editor, CodeEditor):
            from tuitutor.assist.completion import facts_at

            found = facts_at(*editor.code_and_cursor, reference, self._code_before(editor))
        if found is None:
            await self._screen.run_action("app.help")
            return
        from tuitutor.tui.screens.popups import ReferenceScreen

        async def explained(help_wanted: bool | None) -> None:
            if help_wanted:
                await self._screen.run_action("app.help")

        self._screen.app.push_screen(ReferenceScreen(*found), explained)

    def _code_before(self, editor: CodeEditor) -> str:
        return "\n".join(self._programs_before(editor))

    def _room(self, editor: CodeEditor) -> Region:
        """The part of the screen that choices may cover: not the signature, nor the frame around what is edited."""
        own = editor.region
        if not isinstance(box_around(editor), CellBox):
            return own
        text = self._column.content_region  # a cell's signature is above it
        return Region.from_corners(own.x, max(own.y, text.y), own.right, text.bottom)

    def _programs_before(self, editor: CodeEditor) -> list[str]:
        """The programs that run before an editor's: the cells above, or the lesson's setup."""
        box = box_around(editor)
        if isinstance(box, CellBox):
            return [above.text for above in self._column.cells if above.index < box.index and above.runnable]
        what = None if box is None else box.what
        if isinstance(what, Exercise) and what.after:
            return [*self._study.code_before(what)]
        return [cell.source for cell in self._lesson.setup]

    def _around(self, editor: CodeEditor) -> Around | None:
        """The programs around an editor's; None if its text is not Python, or is meant to fail."""
        from tuitutor.assist.diagnostics import Around

        box = box_around(editor)
        before, python = tuple(self._programs_before(editor)), self._study.reference.python
        if isinstance(box, CellBox):
            below = [each.text for each in self._column.cells if each.index > box.index and each.runnable]
            return None if "raises-exception" in box.cell.tags else Around(before, tuple(below), python)
        what = None if box is None else box.what
        is_code = isinstance(what, Exercise) and not what.only_asks and what.challenge is None
        apart = tuple(cell.source for cell in self._lesson.cells if not cell.is_setup)
        return Around(before, python=python, apart=apart) if is_code else None


def box_around(editor: CodeEditor) -> CodeBox | None:
    """The cell or the workbench that an editor is part of."""
    return next((widget for widget in editor.ancestors if isinstance(widget, CodeBox)), None)


def _show_call(editor: CodeEditor, call: Call | None) -> None:
    if (box := box_around(editor)) is not None:
        box.show_call(call)


_BUILT_AFTER = 0.4  # seconds without a key after which a draft is looked at


class LayerNotes:
    """Has the layers of a draft built where code runs, if a worker is there; says once why that isn't done any more."""

    def __init__(self, study: Study, say: Callable[[str], None]) -> None:
        self._study = study
        self._say = say
        self._told = ""  # why nothing stands there
        self._layers: DraftLayers | None = None
        self._timer: asyncio.TimerHandle | None = None
        self._is_over = False

    def typed(self, bench: Workbench, editor: CodeEditor) -> None:
        """The text in the workbench's editor has changed."""
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
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
        if self._layers.off and self._layers.off != self._told and not self._is_over:
            self._told = self._layers.off
            self._say(self._told)
        if built is None or self._is_over or bench.exercise is not exercise or not editor.is_attached:
            return
        notes = margin_notes(built)
        editor.show_notes(moved_notes(notes, lines, list(editor.document.lines)))

    def close(self) -> None:
        """Ask for nothing more."""
        self._is_over = True
        if self._timer is not None:
            self._timer.cancel()
        if self._layers is not None:
            self._layers.close()


_LOOKED_AT_AFTER = 0.5  # seconds without a key after which the text is looked at


class Diagnoser:
    """Shows an editor's problems. One for each screen; editors report to it.

    Of the line that is being written nothing is shown until the cursor leaves it. `around` returns the programs
    around an editor's, or None if its text is none or is meant to fail.
    """

    def __init__(
        self,
        reference: Callable[[], Reference | None],
        around: Callable[[CodeEditor], Around | None],
    ) -> None:
        self._reference = reference
        self._around = around
        self._text: tuple[CodeEditor, str] | None = None  # as it was when a key was last seen
        self._written: int | None = None  # the line, counted from 1
        self._told: object = None
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
        self._tell_news(editor)
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
        self._tell_news(editor)

    def _tell_news(self, editor: CodeEditor) -> None:
        """Say what there is to say of the cursor's line and of how many problems there are, if it is something else."""
        news = editor, editor.problem_here, len(editor.problems)
        if news != self._told:
            self._told = news
            if (box := box_around(editor)) is not None:
                box.draw_lines()

    def _stop(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
        self._timer = None
