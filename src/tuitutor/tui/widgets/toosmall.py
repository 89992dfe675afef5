"""The message in a window that is too small for a lesson."""

from __future__ import annotations

from textual.geometry import Size
from textual.widgets import Static

SMALLEST = (60, 16)


class TooSmall(Static):
    """Says how large a window must be; the screen shows it if one is smaller."""

    def __init__(self) -> None:
        super().__init__(id="too-small", markup=False)

    def applies(self, size: Size) -> bool:
        """Whether a window of this size is too small; if so, it sets the message."""
        width, height = SMALLEST
        if size.width >= width and size.height >= height:
            return False
        self.update(
            f"tuitutor needs a window of at least {width}x{height}, and this one is {size.width}x{size.height}. "
            "Nothing is lost: enlarge it or shrink the font."
        )
        return True
