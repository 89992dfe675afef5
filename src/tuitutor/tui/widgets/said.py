"""Messages of the app, which cover nothing; and the one in a window that is too small."""

from __future__ import annotations

from textual.geometry import Size
from textual.widgets import Static

from tuitutor.draw.look import wrap
from tuitutor.tui.widgets.looks import look_of

_LINES = 5  # if not all fit, the latest are shown
_FEW = 2  # lines in a low window
SECONDS = 6.0  # that a sentence stays, if no key is pressed: the next one may make it untrue
LONG = 20.0  # seconds for one that is shown once, may come while nobody looks, or names a file


class Said(Static):
    """Shows sentences, each for a while, the latest last."""

    DEFAULT_CSS = f"""
    Said {{ height: auto; max-height: {_LINES}; display: none; }}
    Said.-filled {{ display: block; }}
    """

    def __init__(self) -> None:
        super().__init__(markup=False)
        self._sentences: list[str] = []
        self._answers: list[str] = []

    def say(self, sentence: str, seconds: float = SECONDS) -> None:
        """Show a sentence for `seconds`."""
        if sentence in self._sentences:
            return
        self._sentences.append(sentence)
        if seconds == SECONDS:
            self._answers.append(sentence)
        self.set_timer(seconds, lambda: self.drop(sentence))
        self._show()

    def drop(self, sentence: str) -> None:
        """Stop showing it."""
        if sentence in self._sentences:
            self._sentences.remove(sentence)
            self._show()

    def drop_answers(self) -> None:
        """A key was pressed: stop showing what answered the keys before it."""
        answers, self._answers = self._answers, []
        for sentence in answers:
            self.drop(sentence)

    def _show(self) -> None:
        look, width = look_of(self.app), max(1, self.app.size.width - self.gutter.width)
        shown, lines = self._sentences, _FEW if self.screen.has_class("-low") else _LINES
        while len(shown) > 1 and sum(len(wrap(sentence, width, look)) for sentence in shown) > lines:
            shown = shown[1:]
        self.update(look.text("\n".join(shown)))
        self.set_class(bool(self._sentences), "-filled")


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
