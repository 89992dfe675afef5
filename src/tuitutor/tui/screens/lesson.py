"""The screen that matters: a lesson to read, its cells to run, its exercise to solve. Here is what keys do."""

from __future__ import annotations

from typing import ClassVar

from textual import events, on
from textual.binding import BindingType
from textual.message import Message

from tuitutor.course.model import Lesson
from tuitutor.tui import keys
from tuitutor.tui.screens.page import LessonPage
from tuitutor.tui.widgets.card import ExerciseCard
from tuitutor.tui.widgets.cell import CellBox
from tuitutor.tui.widgets.column import LessonColumn
from tuitutor.tui.widgets.editor import CodeEditor
from tuitutor.tui.widgets.focus import focus_now
from tuitutor.tui.widgets.prose import Prose


class LessonScreen(LessonPage):
    """Turns keys, and what widgets post, into deeds of the desks."""

    BINDINGS: ClassVar[list[BindingType]] = [key.binding() for key in keys.LESSON_KEYS]

    class LessonWanted(Message):
        """Open another lesson."""

        def __init__(self, lesson: Lesson) -> None:
            super().__init__()
            self.lesson = lesson

    def action_run(self) -> None:
        """Run what has the focus, or stop it, once the keys that were typed before have arrived there."""
        (self.focused or self).call_later(self._run)

    async def _run(self) -> None:
        await self.make_whole()
        if self._runner is None:
            self._say("A broken lesson is not run; see the errors at its top.")
        else:
            box = self._around(CellBox)
            await self._runner.run(box, at_exercise=self._at_exercise, bench_shown=self.bench_shown)
            self._refresh_bars()

    # ---- keys

    async def action_bench(self) -> None:
        """Between the text and the exercise: the one in view, else the one that is on the bench."""
        await self.make_whole()
        if self.bench is None:
            self._say("This lesson has no exercise.")
        elif self._in_bench:
            self._show_text()
        else:
            await self._open_exercise_in_view()
            if self.has_class("-wide"):  # side by side, the text is the exercise's own
                self.column.call_after_refresh(self.column.reveal, f"exercise:{self.bench.exercise.label}")
            self._show_bench()

    async def _open_exercise_in_view(self) -> None:
        card = next((card for card in self.query(ExerciseCard) if self.column.in_view(card)), None)
        if card is not None and self._desk is not None and not self._desk.running:
            await self._desk.open(card.exercise)

    def _show_bench(self) -> None:
        if self.bench is not None:
            self.add_class("-bench")
            self.bench.enter()
            self._refresh_keys()

    @on(LessonColumn.Out)
    async def _left_cells(self, event: LessonColumn.Out) -> None:
        await self.make_whole()
        if event.step > 0 and self.bench_shown and self.bench is not None:
            self.bench.enter()
        else:
            self._focus_text()

    @on(CodeEditor.Left)
    def action_text(self) -> None:
        """From a cell's editor to the cell, from anything else to the text."""
        box = self._around(CellBox)
        if box is not None and box.editing:
            focus_now(box, scroll_visible=False)
        else:
            self._show_text()

    def action_edit(self) -> None:
        """Into the editor of the cell that is selected."""
        box = self._around(CellBox)
        if box is not None:
            box.action_edit()

    def _show_text(self) -> None:
        self.remove_class("-bench")
        self._focus_text()
        self._refresh_keys()

    async def action_hint(self) -> None:
        await self.make_whole()
        if self._desk is None:
            self._say("Hints belong to exercises; this lesson has none.")
            return
        self.add_class("-bench")
        await self._desk.hint()
        self._refresh_bars()

    async def action_solution(self) -> None:
        await self.make_whole()
        from tuitutor.tui.screens.solution import SolutionScreen

        solution = None if self._desk is None else self._desk.solution()
        if solution is not None and self._desk is not None:
            self.app.push_screen(SolutionScreen(f"Solution: {self._desk.exercise.title}", solution))

    def action_reset(self) -> None:
        box = self._around(CellBox)
        if box is not None and self._cells is not None:
            self._cells.reset(box)
        elif self._desk is not None and self.bench_shown:
            self._desk.reset()

    def action_next_tab(self) -> None:
        if self.bench is not None:
            self.bench.next_tab()

    def action_results(self, step: int) -> None:
        """Scroll the tab on top, up (-1) or down (1)."""
        if self.bench is not None:
            self.bench.scroll_results(step)

    def action_previous(self) -> None:
        self._go(-1)

    def action_next(self) -> None:
        self._go(1)

    def _go(self, step: int) -> None:
        lesson = self._study.neighbour(self.lesson, step)
        if lesson is None:
            self._say("This is the last lesson." if step > 0 else "This is the first lesson.")
        else:
            self.post_message(self.LessonWanted(lesson))

    # ---- what widgets say

    @on(CodeEditor.Edited)
    def _edited(self, event: CodeEditor.Edited) -> None:
        self._at_work()
        box = next((w for w in event.editor.ancestors if isinstance(w, CellBox)), None)
        if box is not None and self._cells is not None:
            self._cells.edited(box, event.text)
        elif event.editor.id == "editor" and self._desk is not None:
            self._desk.edited(event.text)

    @on(ExerciseCard.Chosen)
    async def _chosen(self, event: ExerciseCard.Chosen) -> None:
        await self.make_whole()
        if self._desk is not None:
            await self._desk.open(event.exercise)
            self._show_bench()

    @on(Prose.LinkFollowed)
    def _link(self, event: Prose.LinkFollowed) -> None:
        self._say(event.address)

    @on(LessonColumn.Moved)
    def _moved(self) -> None:
        self._at_work()
        self._refresh_keys()
        self._places.changed()

    def on_descendant_focus(self, event: events.DescendantFocus) -> None:
        self._at_work()
        self._refresh_keys()
        self._places.changed()
