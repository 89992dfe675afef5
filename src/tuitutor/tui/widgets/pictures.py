"""Figures and model diagrams, one below the other."""

from __future__ import annotations

from rich.text import Text
from textual.geometry import Size
from textual.widget import Widget

from tuitutor.draw.look import Look, crop, wrap
from tuitutor.draw.pictures import draw_picture
from tuitutor.engine.snapshots import Picture, Pictures
from tuitutor.tui.widgets.looks import look_of

MOST = 8  # pictures under a cell


class PicturesView(Widget):
    """Draws the last few pictures at its own width, as high as they turn out.

    A figure that is drawn live never gets lower, so that what is below it stays in place.
    """

    DEFAULT_CSS = """
    PicturesView { width: 1fr; height: auto; }
    """

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._given = self._pictures = Pictures()
        self._drawn: list[tuple[Picture, list[Text]]] = []
        self._drawn_for: tuple[int, Look] | None = None
        self._heights: dict[tuple[int, bool], int] = {}  # the most lines that each picture has had
        self._height = 0

    def on_mount(self) -> None:
        self.watch(self.app, "theme", self._redraw, init=False)

    def show(self, pictures: Pictures) -> None:
        """Draw these pictures."""
        if pictures is not self._given:
            if not pictures:
                self._heights = {}
            self._given, self._pictures = pictures, pictures.last(MOST)
            self._redraw()

    def _redraw(self) -> None:
        before = self._height
        self.refresh(layout=len(self._lines(self.content_size.width)) != before)

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        return len(self._lines(width))

    def render(self) -> Text:
        return Text("\n").join(self._lines(self.content_size.width))

    def _lines(self, width: int) -> list[Text]:
        look = look_of(self.app)
        if width < 2:
            return []
        if self._drawn_for != (width, look):
            self._drawn_for = width, look
            self._drawn, self._heights = [], {}
        self._drawn = [(picture, self._picture(picture, width, look)) for picture in self._pictures.kept]
        lines = _word(self._pictures.left_out, width, look)
        for _, drawn in self._drawn:
            lines += [Text()] * bool(lines) + drawn
        self._height = len(lines)
        return lines

    def _picture(self, picture: Picture, width: int, look: Look) -> list[Text]:
        """The picture as drawn before, or drawn now, with blank lines up to the height that it has had."""
        for known, lines in self._drawn:
            if known is picture:
                return lines
        lines = _draw(picture, width, look)
        key = picture.number, picture.is_model
        self._heights[key] = height = max(self._heights.get(key, 0), len(lines))
        return lines + [Text()] * (height - len(lines))


def _word(left_out: int, width: int, look: Look) -> list[Text]:
    if not left_out:
        return []
    return wrap(f"{left_out:,} earlier figure{'s' * (left_out != 1)} not shown.", width, look, look.style("quiet"))


def _draw(picture: Picture, width: int, look: Look) -> list[Text]:
    drawn = draw_picture(picture.shown, width, look)
    return [crop(line, width, look) for line in drawn.split("\n", allow_blank=True)]
