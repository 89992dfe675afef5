"""matplotlib's backend in a child: `plt.show()` sends figures to the terminal. matplotlib imports it by name."""

from __future__ import annotations

import time
from typing import Any, Optional

from matplotlib.backend_bases import FigureManagerBase
from matplotlib.backends.backend_agg import FigureCanvasAgg

from tuitutor.worker.pictures.gallery import GALLERY


class FigureManager(FigureManagerBase):
    """Shows its figure in the terminal."""

    def show(self) -> None:
        """`Figure.show`: the figure stays open."""
        GALLERY.show_one(self, final=False)

    @classmethod
    def pyplot_show(cls, *, block: Optional[bool] = None) -> None:
        """`plt.show`. Figures stay open after `plt.pause` and `plt.show(block=False)`."""
        GALLERY.show(final=block is not False)


class FigureCanvas(FigureCanvasAgg):
    """A canvas that can be saved as an image; it has no window with events to wait for."""

    manager_class: Any = FigureManager

    def start_event_loop(self, timeout: float = 0) -> None:
        """Wait, as `plt.pause` does after showing the figure."""
        time.sleep(max(0.0, timeout))
