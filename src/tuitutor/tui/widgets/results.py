"""What there is to see of an attempt, one of it at a time."""

from __future__ import annotations

from typing import ClassVar

from textual.binding import BindingType
from textual.containers import Horizontal

from tuitutor.tui import keys


class Results(Horizontal):
    """Holds the results. Its keys act while one of them has the focus, so that an editor gets them as letters."""

    # before a panel that scrolls takes the arrows
    BINDINGS: ClassVar[list[BindingType]] = [key.binding() for key in keys.RESULT_KEYS]
