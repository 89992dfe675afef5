"""What the app has to say, over the key bar: it takes lines of its own, so that it covers nothing."""

from __future__ import annotations

from textual.widgets import Static

from tuitutor.draw.look import wrap
from tuitutor.tui.widgets.looks import look_of

_LINES = 5  # where they do not fit, the latest do
SECONDS = 6.0  # that a sentence stays
LONG = 20.0  # seconds for one that is said once, may come while nobody looks, or names a file


class Said(Static):
    """Shows sentences, each for a while, the latest last."""

    DEFAULT_CSS = f"""
    Said {{ height: auto; max-height: {_LINES}; display: none; }}
    Said.-filled {{ display: block; }}
    """

    def __init__(self) -> None:
        super().__init__(markup=False)
        self._sentences: list[str] = []

    def say(self, sentence: str, seconds: float = SECONDS) -> None:
        """Show a sentence for so long."""
        if sentence in self._sentences:
            return
        self._sentences.append(sentence)
        self.set_timer(seconds, lambda: self.drop(sentence))
        self._show()

    def drop(self, sentence: str) -> None:
        """Show it no longer."""
        if sentence in self._sentences:
            self._sentences.remove(sentence)
            self._show()

    def _show(self) -> None:
        look, width = look_of(self.app), max(1, self.app.size.width - self.gutter.width)
        shown = self._sentences
        while len(shown) > 1 and sum(len(wrap(sentence, width, look)) for sentence in shown) > _LINES:
            shown = shown[1:]
        self.update(look.text("\n".join(shown)))
        self.set_class(bool(self._sentences), "-filled")
