"""The figures of learner code: they are sent when shown, and open figures also when a cell ends."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from typing import Any, Optional

import keras

from tuitutor.protocol.events import FigureShown, ModelDrawn
from tuitutor.protocol.figures import Figure
from tuitutor.worker.channel import Emitter
from tuitutor.worker.learner_errors import raise_if_ours, suppress_learner_errors
from tuitutor.worker.training.measure import model_facts

BACKEND = "module://tuitutor.worker.pictures.canvas"
MOST_FIGURES = 50  # of one run
INTERVAL = 0.1  # seconds between two pictures of a figure that is drawn live


class Gallery:
    """The figures of one child. `child` and `run` are names of the protocol."""

    def __init__(self) -> None:
        self.child, self.run = "", ""
        self._emit: Optional[Emitter] = None
        self._keras_plot_model: Callable[..., Any] = lambda model: None
        self._count = 0
        self._open: dict[Any, int] = {}
        self._sent_at: dict[int, float] = {}

    def install(self, emit: Emitter, child: str) -> None:
        """Send all figures to the terminal from now on. Only in a child."""
        self._emit, self.child = emit, child
        matplotlib = sys.modules.get("matplotlib")
        if matplotlib is not None:
            matplotlib.use(BACKEND)
        visualization = keras.src.utils.model_visualization
        self._keras_plot_model, visualization.plot_model = visualization.plot_model, self.plot_model
        for name in ("keras.utils", "keras.api.utils", "keras._tf_keras.keras.utils", "keras.src.utils"):
            module = sys.modules.get(name)
            if module is not None and hasattr(module, "plot_model"):
                module.plot_model = self.plot_model  # type: ignore[attr-defined]

    def begin(self, run: str) -> None:
        """Forget all figures, before a source runs."""
        self.run, self._count = run, 0
        self._open.clear()
        self._sent_at.clear()

    def end(self) -> None:
        """Show the figures left open by the source."""
        if "matplotlib._pylab_helpers" in sys.modules:
            self.show(final=True)

    def show(self, final: bool) -> None:
        """Send all open figures. `final`: close them, so that the next drawing is a new figure."""
        from matplotlib._pylab_helpers import Gcf

        for manager in Gcf.get_all_fig_managers():
            self.show_one(manager, final)
            if final:
                self._open.pop(manager, None)
                with suppress_learner_errors():
                    Gcf.destroy(manager)

    def show_one(self, manager: Any, final: bool) -> None:
        """Send one figure; if it isn't `final`, at most once per INTERVAL."""
        from tuitutor.worker.pictures.figures import figure_facts

        if manager not in self._open:
            self._count += 1
            self._open[manager] = self._count
        number, now = self._open[manager], time.monotonic()
        if number > MOST_FIGURES or (not final and now - self._sent_at.get(number, 0.0) < INTERVAL):
            return
        self._sent_at[number] = now
        try:
            facts = figure_facts(manager.canvas.figure)
        except Exception as error:  # a learner's program must not fail if we cannot draw its figure
            raise_if_ours(error)
            facts = Figure((), left_out=(f"this figure ({type(error).__name__}: {error})"[:200],))
        if self._emit is not None:
            self._emit(FigureShown(self.child, self.run, number, facts, final))

    def plot_model(self, model: Any, *args: Any, **kwargs: Any) -> None:
        """Have the terminal draw the model, in place of `keras.utils.plot_model`, without a file or Graphviz.

        Raises Keras's ValueError for a model that is not built.
        """
        if not model.built:
            self._keras_plot_model(model)
        if self._emit is not None:
            self._emit(ModelDrawn(self.child, self.run, model_facts(model)))


GALLERY = Gallery()  # one for the process, since matplotlib imports its backend by module name
