"""The current look of drawings in the app."""

from __future__ import annotations

from collections.abc import Sequence

from rich.segment import Segment
from rich.style import Style
from textual.app import App
from textual.color import Color
from textual.filter import LineFilter

from tuitutor.config.values import Glyphs
from tuitutor.draw.glyphs import in_cells
from tuitutor.draw.look import Look
from tuitutor.tui.repaint import LeanApp

OUTPUT_INDENT = 2  # cells by which a cell's output is indented from its editor


class Colourless(LineFilter):
    """Leaves bold, underline and so on, and reverses text with its own background. Textual would send greys."""

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:
        return [Segment(text, style and _colourless(style), control) for text, style, control in segments]


class Respelled(LineFilter):
    """Puts the screen in the terminal's glyphs: frames, code, and everything else."""

    def __init__(self, glyphs: Glyphs) -> None:
        super().__init__()
        self._glyphs = glyphs

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:
        return [Segment(in_cells(text, self._glyphs), style, control) for text, style, control in segments]


def _colourless(style: Style) -> Style:
    reversed_ = style.bgcolor is not None and not style.bgcolor.is_default
    return style.without_color + Style(reverse=True) if reversed_ else style.without_color


class LookApp(LeanApp):
    """An app that knows its terminal's abilities, for widgets to draw accordingly."""

    glyphs: Glyphs = "full"
    closes_brackets: bool = True
    shapes: bool = False

    @property
    def colours(self) -> str:
        """The terminal's colours: "standard" (16), "256" or "truecolor"."""
        return self.console.color_system or "truecolor"

    @property
    def look(self) -> Look:
        """The look of drawings in the current theme."""
        theme, known = self.current_theme, self.colours
        sixteen = known == "standard" or theme.ansi
        return Look(
            not self.no_color,
            self.glyphs,
            theme.dark,
            known == "256",
            sixteen=sixteen,
            shapes=self.shapes,
            high=theme.name == "high-contrast",
        )

    def watch_theme(self) -> None:
        """Redraw everything in the theme's colours: all widgets with a `follow_theme`."""
        for screen in self.screen_stack if self.is_running else ():
            for widget in (screen, *screen.query()):
                if widget.is_mounted:
                    getattr(widget, "follow_theme", lambda: None)()

    def get_line_filters(self) -> Sequence[LineFilter]:
        filters = [Colourless()] if self.no_color else super().get_line_filters()
        return filters if self.glyphs == "full" else [*filters, Respelled(self.glyphs)]


def look_of(app: App[object]) -> Look:
    """The app's look; the default in any other app."""
    return app.look if isinstance(app, LookApp) else Look()


def closes_brackets(app: App[object]) -> bool:
    """Whether the app's editors close brackets and quotes."""
    return not isinstance(app, LookApp) or app.closes_brackets
