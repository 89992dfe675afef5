"""A drawing as an SVG picture, cell by cell: blocks, braille and lines are shapes, so that no font tears them apart."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from io import StringIO

from rich.cells import cell_len
from rich.color import Color, parse_rgb_hex
from rich.style import Style
from rich.terminal_theme import TerminalTheme
from rich.text import Text

from tuitutor.draw.console import PlainConsole
from tuitutor.draw.glyphs import BRAILLE_DOTS
from tuitutor.draw.palette import palette

_ACROSS, _DOWN = 12, 24  # pixels of a cell
_MARGIN = 28
_FONT = 20  # pixels: the letters' size, with which most faces are as wide as a cell
_BASE = 18  # pixels from the top of a cell to the letters' base line
_FACES = "ui-monospace, SFMono-Regular, Menlo, Consolas, 'DejaVu Sans Mono', monospace"
_WEIGHT = 1.6  # pixels of a line
_DOT = 1.8  # pixels of a braille dot's radius
_DIM = 0.6
# the quarters of a cell that a block fills: upper left, upper right, lower left, lower right
_QUARTERS = dict(zip("▘▝▀▖▌▞▛▗▚▐▜▄▙▟█", range(1, 16), strict=True))
# where lines go from the middle of a cell: left, right, up, down
_WAYS = {
    "─": "lr", "│": "ud", "┌": "rd", "┐": "ld", "└": "ru", "┘": "lu", "├": "rud", "┤": "lud", "┬": "lrd", "┴": "lru",
    "┼": "lrud", "╭": "rd", "╮": "ld", "╰": "ru", "╯": "lu", "┄": "lr", "╌": "lr", "┈": "lr", "┆": "ud", "┊": "ud",
}  # fmt: skip
_BROKEN = "┄╌┈┆┊"


def svg(drawing: Text, title: str, *, dark: bool) -> str:
    """The drawing on a dark or light ground; `title` describes it to people who can't see it."""
    colours = palette(dark=dark, indexed=False)
    ground, text = parse_rgb_hex(colours.ground[1:]), parse_rgb_hex(colours.text[1:])
    theme = TerminalTheme(ground, text, [text] * 8)  # the drawing has its own colours and uses none of these
    lines = drawing.split("\n", allow_blank=True)
    width = max((line.cell_len for line in lines), default=0)
    console = PlainConsole(width=max(1, width), file=StringIO(), force_terminal=True, color_system="truecolor")
    shapes: list[str] = []
    for row, line in enumerate(lines):
        column, own = 0, console.get_style(line.style)
        for segment in line.render(console):  # without spans, rich forgets the line's own style
            shapes += _run(segment.text, column, row, segment.style or own, theme)
            column += cell_len(segment.text)
    across, down = width * _ACROSS + 2 * _MARGIN, len(lines) * _DOWN + 2 * _MARGIN
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" xml:space="preserve" viewBox="0 0 {across} {down}" '
        f'width="{across}" height="{down}" role="img">',
        f"<title>{escape(title)}</title>",
        f'<rect width="{across}" height="{down}" rx="8" fill="{colours.ground}"/>',
        f'<g transform="translate({_MARGIN} {_MARGIN})" font-family="{_FACES}" font-size="{_FONT}">',
    )
    return "\n".join((*head, *shapes, "</g>", "</svg>\n"))


def _run(text: str, column: int, row: int, style: Style, theme: TerminalTheme) -> Iterator[str]:
    """The shapes of cells in the same style."""
    x, y = column * _ACROSS, row * _DOWN
    front, back = _colour(style.color, theme, front=True), _colour(style.bgcolor, theme, front=False)
    if style.reverse:
        front, back = back, front
    if style.reverse or (style.bgcolor is not None and not style.bgcolor.is_default):
        yield _rect(x, y, cell_len(text) * _ACROSS, _DOWN, back)
    look = f'fill="{front}"' + (f' opacity="{_DIM}"' if style.dim else "")
    letters, begun = "", x
    for char in text:
        wide = cell_len(char) * _ACROSS
        shapes = [*_shapes(char, x, y, front, style.dim)]
        if shapes or not (char.isascii() and (letters or char != " ")):
            yield from _letters(letters, begun, y, look, style)
            letters, begun = "", x + wide
            yield from shapes or _letters(char, x, y, look, style)
        else:
            letters += char
        x += wide
    yield from _letters(letters, begun, y, look, style)


def _colour(colour: Color | None, theme: TerminalTheme, *, front: bool) -> str:
    own = theme.foreground_color if front else theme.background_color
    return (own if colour is None or colour.is_default else colour.get_truecolor(theme, foreground=front)).hex


def _letters(text: str, x: int, y: int, look: str, style: Style) -> Iterator[str]:
    if text := text.rstrip():
        length = cell_len(text) * _ACROSS  # whatever font there is
        bold = ' font-weight="bold"' if style.bold else ""
        line = ' text-decoration="underline"' if style.underline else ""
        place = f'x="{x}" y="{y + _BASE}" textLength="{length}" lengthAdjust="spacingAndGlyphs"'
        yield f"<text {place} {look}{bold}{line}>{escape(text)}</text>"


def _rect(x: float, y: float, width: float, height: float, colour: str, opacity: str = "") -> str:
    # crisp edges, or neighbours would not quite touch
    return (
        f'<rect x="{x:g}" y="{y:g}" width="{width:g}" height="{height:g}" fill="{colour}"{opacity} '
        'shape-rendering="crispEdges"/>'
    )


def _shapes(char: str, x: int, y: int, colour: str, dim: bool | None) -> Iterator[str]:
    """A block, a line or dots; nothing for any other character."""
    opacity = f' opacity="{_DIM}"' if dim else ""
    if char in _QUARTERS:
        for half in range(2):
            left, right = _QUARTERS[char] >> 2 * half & 1, _QUARTERS[char] >> 2 * half + 1 & 1
            if left or right:
                begin, wide = x + (not left) * _ACROSS / 2, (left + right) * _ACROSS / 2
                yield _rect(begin, y + half * _DOWN / 2, wide, _DOWN / 2, colour, opacity)
    elif "▁" <= char <= "▇":
        high = (ord(char) - ord("▁") + 1) * _DOWN / 8
        yield _rect(x, y + _DOWN - high, _ACROSS, high, colour, opacity)
    elif char in "░▒▓":
        yield _rect(x, y, _ACROSS, _DOWN, colour, f' opacity="{("░▒▓".index(char) + 1) / 4:g}"')
    elif "⠀" < char <= "⣿":
        for down, row in enumerate(BRAILLE_DOTS):
            for across in (across for across, dot in enumerate(row) if ord(char) & dot):
                middle = f'cx="{x + (across + 0.5) * _ACROSS / 2:g}" cy="{y + (down + 0.5) * _DOWN / 4:g}"'
                yield f'<circle {middle} r="{_DOT}" fill="{colour}"{opacity}/>'
    elif char in _WAYS:
        middle_x, middle_y = x + _ACROSS / 2, y + _DOWN / 2
        ends = {"l": (x, middle_y), "r": (x + _ACROSS, middle_y), "u": (middle_x, y), "d": (middle_x, y + _DOWN)}
        path = "".join(f"M{middle_x:g} {middle_y:g}L{ends[way][0]:g} {ends[way][1]:g}" for way in _WAYS[char])
        broken = ' stroke-dasharray="3 3"' if char in _BROKEN else ""
        yield f'<path d="{path}" stroke="{colour}" stroke-width="{_WEIGHT}"{broken}{opacity}/>'
