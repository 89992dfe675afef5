"""Shapes and parameters beside the lines of the exercise's editor: asked for at a pause in typing."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from tuitutor.course.model import Exercise
from tuitutor.tui.flow.study import Study
from tuitutor.tui.flow.tasks import spawn

if TYPE_CHECKING:  # only needed once somebody types
    from tuitutor.tui.widgets.editor import CodeEditor
    from tuitutor.tui.widgets.workbench import Workbench
    from tuitutor.workers.draft_layers import DraftLayers

PAUSE = 0.4  # seconds without a key after which a draft is looked at


class LayerNotes:
    """Has the layers of a draft built where code runs, if a worker is there."""

    def __init__(self, study: Study) -> None:
        self._study = study
        self._layers: DraftLayers | None = None
        self._timer: asyncio.TimerHandle | None = None
        self._is_over = False

    def typed(self, bench: Workbench, editor: CodeEditor) -> None:
        """The text in the workbench's editor has changed."""
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
        if _may_help(bench.exercise) and not self._is_over:
            self._timer = asyncio.get_running_loop().call_later(PAUSE, lambda: spawn(self._look(bench, editor)))

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
        if built is None or self._is_over or bench.exercise is not exercise or not editor.is_attached:
            return
        notes = margin_notes(built, self._study.reference.known)
        editor.show_notes(moved_notes(notes, lines, list(editor.document.lines)))

    def close(self) -> None:
        """Ask for nothing more."""
        self._is_over = True
        if self._timer is not None:
            self._timer.cancel()
        if self._layers is not None:
            self._layers.close()


def _may_help(exercise: Exercise) -> bool:
    """Whether shapes and parameters are no part of what the exercise asks."""
    return exercise.margin and exercise.question is None and exercise.challenge is None
