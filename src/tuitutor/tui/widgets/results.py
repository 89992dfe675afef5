"""The results of an attempt, one at a time."""

from __future__ import annotations

from typing import ClassVar

from textual.binding import BindingType
from textual.containers import Horizontal

from tuitutor.tui import keys


class Results(Horizontal):
    """Holds the results. Its keys only work while one of them has the focus; in an editor they are letters."""

    # with priority, before a panel that scrolls takes the arrows
    BINDINGS: ClassVar[list[BindingType]] = [key.binding() for key in keys.RESULT_KEYS]
