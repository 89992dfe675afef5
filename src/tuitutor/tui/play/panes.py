"""The parts of the playground's screen, drawings of its table: plane, losses, network, one unit."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import ClassVar

from rich.console import Console, ConsoleOptions, RenderResult
from rich.segment import Segment
from rich.text import Text
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.message import Message
from textual.widget import Widget

from tuitutor.draw.board import LossCurve, draw_board, draw_layer, draw_losses, draw_race, draw_surface, draw_weight
from tuitutor.draw.look import Look, Role, crop, wrap
from tuitutor.draw.maps import draw_square, mark_of, sample_of
from tuitutor.playground.kinds import FEWEST_POINTS, MOST_POINTS, REACH, Point
from tuitutor.playground.playground_state import OPTIMIZERS, differences
from tuitutor.playground.surface import Surface
from tuitutor.tui.play.adjustable import Adjustable
from tuitutor.tui.play.table import Table
from tuitutor.tui.widgets.looks import look_of

_LINES = 3  # rows of the plane's legend
_UNIT_SIDE = 10  # cells of a unit's map in the network, as in the original


@dataclass(frozen=True)
class FixedLines:
    """Lines that fit, drawn as they are. Textual takes twice as long to draw one Text of many lines."""

    lines: list[Text]

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        for line in self.lines:
            if line.spans:
                yield from line.render(console)
            else:  # without spans, rich forgets the line's own style
                yield Segment(line.plain, console.get_style(line.style))
            yield Segment.line()


class Pane(Widget, can_focus=True):
    """A part of the screen that draws the table. Posts `Acted` for the arrow keys."""

    @dataclass(eq=False, repr=False)
    class Acted(Message):
        """A move by columns or steps (`across`) and places (`down`); what moves depends on `pane`."""

        pane: Pane
        across: int
        down: int

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left", "act(-1, 0)", show=False),
        Binding("right", "act(1, 0)", show=False),
        Binding("up", "act(0, -1)", show=False),
        Binding("down", "act(0, 1)", show=False),
        Binding("pageup", "act(-20, 0)", show=False),
        Binding("pagedown", "act(20, 0)", show=False),
        Binding("home", "act(-100000, 0)", show=False),
        Binding("end", "act(100000, 0)", show=False),
    ]

    def __init__(self, table: Callable[[], Table], *, id: str) -> None:
        super().__init__(id=id)
        self._table = table

    @property
    def table(self) -> Table:
        return self._table()

    def action_act(self, across: int, down: int) -> None:
        self.post_message(self.Acted(self, across, down))

    def render(self) -> FixedLines:
        width, height = self.content_size
        fits = width >= 8 and height >= 2
        return FixedLines(self.draw(width, height, look_of(self.app))[:height] if fits else [])

    def draw(self, width: int, height: int, look: Look) -> list[Text]:
        """Lines of at most `width` cells; those beyond `height` are cut off."""
        raise NotImplementedError


def _side(width: int, height: int) -> int:
    """Columns of a map of the plane; it is half as many rows high."""
    return max(2, min(width, 2 * (height - _LINES)) // 2 * 2)


class PlaneView(Pane):
    """The network's output over the plane, with the points on it. With a `pen`, points are drawn there.

    A `surface`, the loss over a plane in weight space, replaces the network's output.
    """

    pen: Pen | None = None
    surface: Surface | None = None

    BINDINGS: ClassVar[list[BindingType]] = [
        *(Binding(str(number), f"put({number})", show=False) for number in (1, 2, 3)),
        Binding("x", "take", show=False),
    ]

    class PointsChanged(Message):
        """The pen's points have changed."""

    def action_put(self, number: int) -> None:
        if self.pen is not None and self.pen.put(number):
            self.post_message(self.PointsChanged())

    def action_take(self) -> None:
        if self.pen is not None and self.pen.take():
            self.post_message(self.PointsChanged())

    def step_pen(self, across: int, down: int) -> None:
        """Move the pen by this many cells."""
        if self.pen is not None:
            side = _side(*self.content_size)
            self.pen.move(across / side, 2 * down / side)

    def draw(self, width: int, height: int, look: Look) -> list[Text]:
        side, table, pen = _side(width, height), self.table, self.pen
        if self.surface is not None:
            return draw_surface(self.surface, side, width, look)
        if pen is None or pen.enough:
            train, test = table.spots(test=False), table.spots(test=True)
        else:
            train, test = table.spots_of(pen.points), []
        drawn = draw_square(table.output(side), side, look, train, test)
        if pen is not None:
            x, y = pen.place
            column, row = int(x * side), int(y * (side // 2))
            cross = look.cells("┼"), "bold reverse"
            drawn[row] = Text.assemble(drawn[row][:column], cross, drawn[row][column + 1 :])
        return [*drawn, *_legend(table, width, look, pen)]


def _legend(table: Table, width: int, look: Look, pen: Pen | None) -> list[Text]:
    """The meaning of colours and marks, and the range of the map."""
    three = table.run.data.classes == 3
    ends = (f"not class {table.shown_class + 1}", f"class {table.shown_class + 1}") if three else ("-1", "1")
    line = Text("  ").join(
        Text.assemble(sample_of(value, look), f" {end}") for value, end in zip((-1.0, 1.0), ends, strict=True)
    )
    marks = []
    for hollow, points in ((False, "train"), (True, "test"))[: 1 + table.config.show_test_data]:
        of_values = dict.fromkeys(mark_of(value, hollow, look) for value in (-1.0, 1.0))  # one, or two different ones
        marks.append(f"{' '.join(of_values)} {points}")
    line.append("   ").append(look.cells("  ".join(marks)))
    second = "x → and y ↑ from -6 to 6"
    if pen is not None:
        second = "1 2 3 set classes, x removes one" if three else "1 sets -1, 2 sets 1, x removes one"
    return [crop(line, width, look), crop(Text(look.text(second), style=look.style("quiet")), width, look)]


class PastView(Pane):
    """The output of a `past` run to compare, and how its state differs."""

    past: Table | None = None

    def draw(self, width: int, height: int, look: Look) -> list[Text]:
        if self.past is None:
            return []
        side = _side(width, height)
        drawn = draw_square(self.past.output(side), side, look, self.past.spots(test=False))
        difference = differences(self.past.config, self.table.config) or "the same state as now"
        return [*drawn, *wrap(difference, width, look, look.style("quiet"))]


class LossView(Pane):
    """Both losses over the epochs, or those of a race; left and right move through the epochs.

    A `past` run to compare is drawn behind them as a ghost.
    """

    past: Table | None = None

    def draw(self, width: int, height: int, look: Look) -> list[Text]:
        table = self.table
        if table.race is not None:
            losses = table.race.losses[:, :, 0]
            curves = [LossCurve(name, line.tolist()) for name, line in zip(OPTIMIZERS, losses, strict=True)]
            return draw_race(curves, width, height, look)
        train, test = zip(*table.run.losses, strict=True)
        roles: tuple[Role, ...] = ("train", "validation")
        heads = []
        for name, role, loss in zip(("train", "test"), roles, table.loss_at(), strict=True):
            number = f"{loss:.3f}" if abs(loss) < 1e6 else f"{loss:.2g}"
            sample = look.cells(look.strokes.sample(role, short=True))
            heads.append(Text(f"{sample} {name} {number}", style=look.style(role)))
        ghost = [test for _, test in self.past.run.losses] if self.past is not None else []
        head = crop(Text("  ").join(heads), width, look)
        return [head, *draw_losses(train, test, table.at, width, height - 1, look, ghost)]


class NetworkView(Pane):
    """The whole network if there is room for it, otherwise the selected layer."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("enter", "screen.weights", show=False)]

    def draw(self, width: int, height: int, look: Look) -> list[Text]:
        network = self.table.network(_UNIT_SIDE)
        if self.screen.has_class("-whole"):
            return draw_board(network, width, height, look)
        column = network.chosen[0]
        head = f"{network.titles[column]} · column {column + 1} of {len(network.maps)}"
        weights = "  ".join(f"{name} {value:+.2f}" for name, _, value in self.table.weights_of())
        return [
            crop(Text(look.text(head), style=look.style("quiet")), width, look),
            *draw_layer(network, width, height - 1 - 2, look),
            *wrap(weights, width, look)[:2],
        ]


class UnitMap(Pane):
    """One unit's output over the plane."""

    can_focus = False

    def draw(self, width: int, height: int, look: Look) -> list[Text]:
        side = min(width, 2 * height) // 2 * 2
        return draw_square(self.table.unit_map(side), side, look)


_WIDEST_MAP, _NARROWEST_MAP = 24, 10  # columns
_WEIGHTS = 23  # columns of weights with short bars and a scrollbar; the map has the rest


class UnitView(Horizontal):
    """The selected unit: a large map of it, if there is room, and its incoming weights, which can be changed."""

    DEFAULT_CSS = """
    UnitView > UnitMap { height: 1fr; }
    """

    def __init__(self, table: Callable[[], Table], *, id: str) -> None:
        super().__init__(id=id)
        self._table = table
        self._map = UnitMap(table, id="unit-map")
        self.weights = Adjustable(id="weights", markup=False)

    def compose(self) -> ComposeResult:
        yield self._map
        yield self.weights

    @property
    def _map_width(self) -> int:
        room = min(_WIDEST_MAP, self.content_size.width - _WEIGHTS)
        return room if room >= _NARROWEST_MAP else 0

    def on_resize(self) -> None:
        self._map.display, self._map.styles.width = bool(self._map_width), self._map_width
        self.show()

    def show(self) -> None:
        """Draw the table as it is."""
        self._map.refresh()
        look, width = look_of(self.app), self.content_size.width - self._map_width - 1  # the scrollbar's
        self.weights.fill(
            [
                ("bias" if source is None else str(source), draw_weight(name, value, width, look))
                for name, source, value in self._table().weights_of()
            ]
        )


_NEAR = 0.5  # the largest distance from the pen, in the plane's units, of a point to remove


class Pen:
    """`x` and `y` are its position, `points` the points it has set. `classes` is 2, 3, or 0 for values from -1 to 1."""

    def __init__(self, points: tuple[Point, ...], classes: int) -> None:
        self.x = self.y = 0.0
        self.points = list(points)
        self.classes = classes

    def move(self, across: float, down: float) -> None:
        """Move by fractions of the plane's width and height, staying inside."""
        self.x = min(max(self.x + across * 2 * REACH, -REACH), REACH)
        self.y = min(max(self.y - down * 2 * REACH, -REACH), REACH)

    def put(self, number: int) -> bool:
        """Set a point of the class with this number, from 1 on; False if there is no such class, or no room."""
        if number > max(2, self.classes) or len(self.points) >= MOST_POINTS:
            return False
        label = float(number - 1) if self.classes == 3 else (-1.0, 1.0)[number - 1]
        self.points.append((round(self.x, 2), round(self.y, 2), label))
        return True

    def take(self) -> bool:
        """Remove the nearest point; False if there is none near enough."""
        gaps = [max(abs(x - self.x), abs(y - self.y)) for x, y, _ in self.points]
        if not gaps or min(gaps) > _NEAR:
            return False
        self.points.pop(gaps.index(min(gaps)))
        return True

    @property
    def enough(self) -> bool:
        """Whether there are enough points to train and to test with."""
        return len(self.points) >= FEWEST_POINTS

    @property
    def place(self) -> tuple[float, float]:
        """Its position from the left and from the top, from 0 up to 1."""
        return min(0.5 + self.x / (2 * REACH), 0.9999), min(0.5 - self.y / (2 * REACH), 0.9999)
