"""matplotlib figures in learner code arrive as equivalent data."""

from __future__ import annotations

import pytest

from tests.worker.conftest import Run
from tuitutor.protocol.events import Event, Executed, FigureShown, ModelDrawn, ValueShown
from tuitutor.protocol.figures import Bars, Figure, LegendEntry, Line, Mark, Note, Points, Raster

pytestmark = pytest.mark.asyncio(loop_scope="session")

START = "import numpy as np\nimport matplotlib.pyplot as plt\n"


def shown(events: list[Event]) -> list[FigureShown]:
    last = events[-1]
    assert isinstance(last, Executed)
    assert last.error is None, last.error
    return [event for event in events if isinstance(event, FigureShown)]


def only(events: list[Event]) -> Figure:
    (event,) = shown(events)
    assert event.final
    return event.figure


def marks(events: list[Event]) -> tuple[Mark, ...]:
    (panel,) = only(events).panels
    return panel.marks


async def test_lines_come_with_labels_legend_and_limits(run: Run) -> None:
    source = """
plt.plot([1, 2, 3], [1, 4, 9], "r", label="squares")
plt.plot([1, 2, 3], [2, np.nan, 6], label="doubles")
plt.plot([1, 2], [1, 2], "ro", label="seen")
plt.fill_between([1, 2], [1, 2], label="sure")
plt.axhline(5)
plt.title("two $x^2$")
plt.xlabel("x")
plt.legend()
plt.xlim(0, 4)
plt.show()
"""
    (panel,) = only(await run(START + source)).panels
    _, squares, doubles, _, level = panel.marks
    assert squares == Line((1, 2, 3), (1, 4, 9), "#ff0000")
    assert isinstance(doubles, Line)
    assert doubles.ys[1] != doubles.ys[1]
    assert level == Line((0, 4), (5, 5), "#1f77b4")
    assert (panel.title, panel.x.label, panel.x.low, panel.x.high) == ("two x^2", "x", 0, 4)
    assert panel.legend == (
        LegendEntry("#ff0000", "squares", "line"),
        LegendEntry("#1f77b4", "doubles", "line"),
        LegendEntry("#ff0000", "seen", "points"),
        LegendEntry("#1f77b4", "sure", "area"),
    )
    assert (1.0, "1.0") in panel.x.ticks


async def test_lines_and_points_come_with_their_styles(run: Run) -> None:
    source = """
plt.plot([1, 2], [1, 2], "--", label="dashed")
plt.plot([1, 2], [2, 2], linestyle="dotted", label="dotted")
plt.plot([1, 2], [3, 3], "+", label="pluses")
plt.scatter([1, 2], [4, 4], marker="x", label="crosses")
plt.scatter([1, 2], [5, 5], label="dots")
plt.hlines(6, 1, 2, linestyles="dashed")
plt.legend()
plt.show()
"""
    (panel,) = only(await run(START + source)).panels
    styles = ["--", ":", "+", "x", ""]
    assert [entry.style for entry in panel.legend] == styles
    known = {mark.ys[0]: mark.style for mark in panel.marks if isinstance(mark, (Line, Points))}
    assert [known[y] for y in range(1, 7)] == [*styles, "--"]


async def test_the_plotting_code_of_older_notes_runs_unchanged(run: Run) -> None:
    source = """
class history:
    history = {"accuracy": [0.5, 0.7], "val_accuracy": [0.5, 0.6], "loss": [0.7, 0.5], "val_loss": [0.7, 0.6]}

def plot_loss_acc(history):
    try:
        plt.plot(history.history['accuracy'])
        plt.plot(history.history['val_accuracy'])
    except:
        plt.plot(history.history['acc'])
        plt.plot(history.history['val_acc'])

    plt.plot(history.history['loss'])
    plt.plot(history.history['val_loss'])
    plt.title('model accuracy')
    plt.ylabel('accuracy')
    plt.xlabel('epoch')
    plt.legend(['train acc', 'val acc', 'train loss', 'val loss'], loc='upper left')
    plt.show()

plot_loss_acc(history)
"""
    (panel,) = only(await run(START + source)).panels
    assert [entry.text for entry in panel.legend] == ["train acc", "val acc", "train loss", "val loss"]
    assert len({mark.colour for mark in panel.marks if isinstance(mark, Line)}) == 4


async def test_a_scatter_keeps_the_colours_of_its_points(run: Run) -> None:
    source = "plt.scatter([0, 1, 2], [5, 6, 7], c=[0, 1, 0])"
    (points,) = marks(await run(START + source))
    assert isinstance(points, Points)
    assert (points.xs, points.ys) == ((0, 1, 2), (5, 6, 7))
    assert points.colours[0] == points.colours[2] != points.colours[1]


async def test_many_points_are_thinned_and_extremes_stay(run: Run) -> None:
    source = "y = np.zeros(100_000)\ny[77_777] = 5\nplt.plot(y)\nplt.scatter(np.arange(9999), np.arange(9999))"
    line, points = sorted(marks(await run(START + source)), key=lambda mark: type(mark).__name__)
    assert isinstance(line, Line)
    assert isinstance(points, Points)
    assert len(line.xs) <= 2000 >= len(points.xs)
    assert max(line.ys) == 5


async def test_bars_and_histograms_are_boxes(run: Run) -> None:
    source = "plt.bar(['sgd', 'adam'], [1, 2])\nplt.show()\nplt.hist([1, 1, 2], bins=2)"
    bars, histogram = (event.figure.panels[0] for event in shown(await run(START + source)))
    assert isinstance(bars.marks[0], Bars)
    assert [round(box[3], 9) for box in bars.marks[0].boxes] == [1, 2]
    assert [label for _, label in bars.x.ticks] == ["sgd", "adam"]
    assert isinstance(histogram.marks[0], Bars)
    assert [round(box[3], 9) for box in histogram.marks[0].boxes] == [2, 1]


async def test_pictures_have_their_first_row_on_top(run: Run) -> None:
    (picture,) = only(await run(START + "plt.imshow([[0, 1], [1, 1]], cmap='gray')")).panels
    (image,) = picture.marks
    assert isinstance(image, Raster)
    assert image.levels == ("0f", "ff")
    assert image.colours == ("000000ffffff", "ffffffffffff")
    assert (image.bottom, image.top) == (1.5, -0.5)
    assert (picture.y.low, picture.y.high) == (1.5, -0.5)
    assert picture.equal


@pytest.mark.long
async def test_filled_contours_areas_and_notes(run: Run) -> None:
    source = """
x, y = np.meshgrid(np.linspace(0, 1, 20), np.linspace(0, 1, 20))
plt.contourf(x, y, x, levels=4)
plt.text(0.5, 0.25, "here", ha="center")
plt.annotate("start", (0, 0), xytext=(0.5, 0.5), arrowprops={"arrowstyle": "->"})
plt.annotate("end", (1, 1), xytext=(0.25, 0.75), textcoords="axes fraction")
plt.fill_between([0, 1], [0, 0], [0.5, 0.5])
"""
    (panel,) = only(await run(START + source)).panels
    filled, area = (mark for mark in panel.marks if isinstance(mark, Raster))
    notes = [mark for mark in panel.marks if isinstance(mark, Note)]
    assert filled.levels[0][0] < filled.levels[0][-1]
    assert (area.bottom, area.top) == (0, 0.5)
    assert [(note.text, note.align, note.points_to) for note in notes] == [
        ("here", "center", ()),
        ("start", "left", (0, 0)),
        ("end", "left", ()),
    ]
    assert [(note.x, note.y) for note in notes] == [(0.5, 0.25), (0.5, 0.5), (0.25, 0.75)]


async def test_subplots_have_their_places_and_scales_run_linearly(run: Run) -> None:
    source = """
figure, axes = plt.subplots(2, 2)
axes[0][1].semilogy([1, 2], [10, 1000])
axes[1][0].invert_xaxis()
axes[1][1].axis("off")
plt.suptitle("four")
"""
    figure = only(await run(START + source))
    assert figure.title == "four"
    assert [(panel.row, panel.column) for panel in figure.panels] == [(0, 0), (0, 1), (1, 0), (1, 1)]
    logarithmic = figure.panels[1]
    assert logarithmic.marks == (Line((1, 2), (1, 3), "#1f77b4"),)
    assert (2.0, "100") in logarithmic.y.ticks
    assert figure.panels[2].x.low > figure.panels[2].x.high
    assert not figure.panels[3].x.visible


async def test_error_bars_are_lines_through_their_points(run: Run) -> None:
    found = marks(await run(START + 'plt.errorbar([1, 2], [3, 5], yerr=[0.5, 1], fmt="o")'))
    (points,) = (mark for mark in found if isinstance(mark, Points))
    assert points.ys == (3, 5)
    assert [mark.ys for mark in found if isinstance(mark, Line)] == [(2.5, 3.5), (4, 6)]


async def test_what_cannot_be_drawn_is_named_once(run: Run) -> None:
    source = """
plt.subplot(121, projection="3d").plot([1], [1], [1])
plt.subplot(122).quiver([0], [0], [1], [1])
plt.contour([[0, 1], [1, 2]])
plt.colorbar(plt.pcolormesh([[0, 1], [1, 2]]))
plt.pie([1, 2])
plt.plot([0, 1], [0, 1])
plt.twinx().plot([0, 1], [5, 9])
"""
    figure = only(await run(START + source))
    assert {*figure.left_out} == {
        "3-D axes", "arrow fields", "contour lines", "meshes", "colour bars", "pie charts", "a second axis"
    }  # fmt: skip
    assert len(figure.left_out) == 7
    assert [mark.ys for mark in figure.panels[0].marks if isinstance(mark, Line)] == [(0, 1)]


@pytest.mark.spine
async def test_a_live_figure_is_shown_again_under_its_number(run: Run) -> None:
    source = """
line, = plt.plot([0, 1], [0, 0])
for step in range(4):
    line.set_ydata([0, step])
    plt.pause(0.12)
plt.show()
plt.plot([1, 2])
"""
    events = shown(await run(START + source))
    assert [event.number for event in events] == [1, 1, 1, 1, 1, 2]
    assert [event.final for event in events] == [False] * 4 + [True] * 2
    assert [event.figure.panels[0].marks[0].ys[1] for event in events[:4]] == [0, 1, 2, 3]  # type: ignore[union-attr]


async def test_figures_of_another_backend_and_of_code_that_raises_are_shown(run: Run) -> None:
    events = await run("import matplotlib\nmatplotlib.use('Agg')\n" + START + "plt.plot([1, 2])\n1 / 0")
    assert [type(event) for event in events] == [FigureShown, Executed]


@pytest.mark.long
async def test_drawing_calls_show_no_value(run: Run) -> None:
    assert not [event for event in await run(START + "plt.plot([1, 2])") if isinstance(event, ValueShown)]
    assert not [event for event in await run(START + "plt.hist([1, 2])") if isinstance(event, ValueShown)]
    assert not [event for event in await run("1 + 1;") if isinstance(event, ValueShown)]


@pytest.mark.spine
async def test_plot_model_draws_in_the_terminal(run: Run) -> None:
    source = """
import keras
from tensorflow.keras.utils import plot_model
model = keras.Sequential([keras.Input((3,)), keras.layers.Dense(2)])
plot_model(model, "figures/model.png", show_shapes=True)
keras.utils.plot_model(model)
"""
    drawn = [event for event in await run(source) if isinstance(event, ModelDrawn)]
    assert [event.model.params for event in drawn] == [8, 8]
    unbuilt = (await run("import keras\nkeras.utils.plot_model(keras.Sequential())"))[-1]
    assert isinstance(unbuilt, Executed)
    assert unbuilt.error is not None
    assert "has not yet been built" in unbuilt.error.message
