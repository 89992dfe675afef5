from __future__ import annotations

import io

import pyte
import pytest
from msgspec.structs import replace
from rich.console import Console

from tuitutor.cli.view import TerminalView, TextView
from tuitutor.draw.look import Look
from tuitutor.grading.verdicts import Advice
from tuitutor.protocol.events import (
    BatchEnded,
    EpochEnded,
    FigureShown,
    FitEnded,
    FitStarted,
    ModelDrawn,
    Output,
    ScalarLogged,
    Waiting,
)
from tuitutor.protocol.facts import LayerFacts, ModelFacts
from tuitutor.protocol.figures import Axis, Figure, Line, Panel

COLUMNS, ROWS = 80, 24


def fit(view: TextView | TerminalView, epochs: int, ran: int | None = None, number: int = 1) -> None:
    """A fit of so many epochs, of which `ran` are run."""
    view.show(FitStarted("c", "r", number, epochs, 10, True))
    for epoch in range(1, (ran or epochs) + 1):
        logs = {"loss": 1 / epoch, "accuracy": 1 - 1 / (epoch + 1), "val_loss": 1.1 / epoch}
        view.show(BatchEnded("c", "r", number, epoch, 5, {"loss": 1 / epoch}))
        view.show(EpochEnded("c", "r", number, epoch, 0.1 * epoch, logs))
    view.show(FitEnded("c", "r", number, ran or epochs))


def text_of(epochs: int, ran: int | None = None) -> list[str]:
    out = io.StringIO()
    view = TextView(out, out, Look(colour=False))
    fit(view, epochs, ran)
    view.close()
    return [line for line in out.getvalue().splitlines() if line.startswith("epoch")]


@pytest.mark.parametrize("epochs", [2, 20, 21, 30, 100, 1000])
def test_a_fit_gets_at_most_twenty_lines_with_the_first_and_the_last(epochs: int) -> None:
    lines = text_of(epochs)
    assert len(lines) <= 20
    assert len(lines) == epochs or epochs > 20
    assert lines[0].split()[1] == f"{1}/{epochs}" or lines[0].split()[1] == "1/" + str(epochs)
    assert f"{epochs}/{epochs}" in lines[-1]


def test_the_last_epoch_is_said_when_a_fit_stops_early() -> None:
    assert "83/1000" in text_of(1000, ran=83)[-1]


def test_a_long_wait_is_told_in_few_lines_and_each_change_at_once() -> None:
    out = io.StringIO()
    view = TextView(out, out, Look(colour=False))
    for seconds in range(1, 600):
        view.show(Waiting("Waiting for srun (Priority)" if seconds < 300 else "Waiting for srun", "job 7", seconds))
    view.show(Waiting())
    lines = out.getvalue().splitlines()
    assert lines[0] == "Waiting for srun (Priority), 1 s: job 7 ..."
    assert "Waiting for srun, 300 s: job 7 ..." in lines
    assert len(lines) <= 10


def test_own_training_loops_are_thinned_and_described() -> None:
    out = io.StringIO()
    view = TextView(out, out, Look(colour=False))
    for step in range(1000):
        view.show(ScalarLogged("c", "r", "loss", step, 1 / (step + 1)))
    view.close()
    lines = out.getvalue().splitlines()
    assert len(lines) <= 20
    assert "Loss fell from 1 to 0.001" in lines[-1]


def test_what_the_cap_left_out_is_counted() -> None:
    out = io.StringIO()
    TextView(out, out, Look(colour=False)).show(Output("c", "r", "tail\n", dropped=1_234_567))
    assert "[1,234,567 characters left out]" in out.getvalue()


LOG = (
    "2026-12-03 12:00:00.123456: I tensorflow/core/platform/cpu_feature_guard.cc:210] This binary is optimized.\n"
    "To enable the following instructions: AVX2 FMA, rebuild TensorFlow with the appropriate compiler flags.\n"
    "WARNING: All log messages before absl::InitializeLog() is called are written to STDERR\n"
    "I0000 00:00:1764763200.1 4711 service.cc:145] XLA service initialized\n"
)


@pytest.mark.parametrize("verbose", [False, True])
@pytest.mark.parametrize("fails", [False, True])
def test_what_tensorflow_logs_before_the_first_epoch_is_held_back(verbose: bool, fails: bool) -> None:
    out = io.StringIO()
    view = TextView(out, out, Look(colour=False))
    view.holds_log = not verbose
    view.show(Output("c", "r", LOG + "UserWarning: mine\n", stream="stderr"))
    view.show(Output("c", "r", "I0000 is what I print\n", stream="stdout"))
    fit(view, 2)
    view.show(Output("c", "r", "2026-12-03 12:00:09.1: E later\n", stream="stderr"))
    if fails:
        view.show_log()
    view.close()
    told = out.getvalue()
    assert [line in told for line in LOG.splitlines()] == [verbose or fails] * 4
    assert told.count("XLA service") <= 1
    assert all(line in told for line in ("UserWarning: mine", "I0000 is what I print", "E later"))


def test_a_fit_of_one_epoch_is_told_once() -> None:
    out = io.StringIO()
    view = TextView(out, out, Look(colour=False))
    fit(view, 1)
    view.close()
    assert [line[:13] for line in out.getvalue().splitlines()] == ["fit 1: 1 epoc", "Loss stayed a"]


def bar(loss: float) -> str:
    return f"\r\x1b[1m20/20\x1b[0m \x1b[32m━━━\x1b[0m\x1b[37m\x1b[0m \x1b[1m0s\x1b[0m 2ms/step - loss: {loss:.4f}\n"


def show_bars(view: TextView | TerminalView) -> None:
    """A fit of one epoch, one whose callbacks print, and `evaluate` after them."""
    view.show(FitStarted("c", "r", 1, 1, 20, False))
    view.show(EpochEnded("c", "r", 1, 1, 0.1, {"loss": 0.1234}))
    view.show(Output("c", "r", bar(0.1234)))
    view.show(FitEnded("c", "r", 1, 1))
    view.show(FitStarted("c", "r", 2, 2, 20, False))
    view.show(Output("c", "r", f"begin 1\nEpoch 1/2\nbatch 0\n{bar(0.7)}end 1\n{bar(0.2345)}"))
    view.show(EpochEnded("c", "r", 2, 1, 0.1, {"loss": 0.2345}))
    view.show(Output("c", "r", "begin 2\nEpoch 2/2\n20/20 - loss 0.3456\n"))
    view.show(EpochEnded("c", "r", 2, 2, 0.1, {"loss": 0.3456}))
    view.show(Output("c", "r", bar(0.3456)))
    view.show(FitEnded("c", "r", 2, 2))
    view.show(Output("c", "r", bar(0.8)))
    view.close()


SHOWN_OF_BARS = [
    "begin 1",
    "Epoch 1/2",
    "batch 0",
    " loss: 0.7000",
    "end 1",
    "begin 2",
    "20/20 - loss 0.3456",
    "0.8000",
]
"""The ends of the lines that stay, in order."""


def assert_bars_shown(lines: list[str]) -> None:
    for end in SHOWN_OF_BARS:
        assert sum(line.rstrip().endswith(end) for line in lines) == 1, end
    assert sum("/step" in line for line in lines) == 2


def test_a_text_tells_of_each_epoch_once_and_drops_nothing_that_the_program_printed() -> None:
    out = io.StringIO()
    show_bars(TextView(out, out, Look(colour=False)))
    lines = out.getvalue().splitlines()
    assert_bars_shown(lines)
    assert lines.index("begin 1") < lines.index("epoch 1/2  loss 0.2345") < lines.index("begin 2")


def test_a_terminal_shows_each_epoch_once_and_drops_nothing_that_the_program_printed() -> None:
    terminal, view = terminal_view()
    show_bars(view)
    assert_bars_shown(whole(terminal).splitlines())


class Terminal:
    """A terminal of 80 x 24 that keeps every distinct picture it showed."""

    def __init__(self) -> None:
        self.screen = pyte.HistoryScreen(COLUMNS, ROWS, history=1000)
        self.pictures: list[str] = []
        self._stream = pyte.Stream(self.screen)

    def write(self, text: str) -> int:
        self._stream.feed(text.replace("\n", "\r\n"))
        return len(text)

    def flush(self) -> None:
        picture = "\n".join(self.screen.display)
        if not self.pictures or self.pictures[-1] != picture:
            self.pictures.append(picture)

    def isatty(self) -> bool:
        return True


def terminal_view() -> tuple[Terminal, TerminalView]:
    terminal = Terminal()
    console = Console(
        file=terminal,  # type: ignore[arg-type]  # it writes, which is all
        force_terminal=True,
        width=COLUMNS,
        height=ROWS,
        color_system="256",
    )
    ticks = iter(range(10_000))
    return terminal, TerminalView(console, Look(), clock=lambda: float(next(ticks)))


@pytest.mark.spine
def test_curves_are_redrawn_in_place() -> None:
    terminal, view = terminal_view()
    fit(view, epochs=8)
    view.close()
    assert len(terminal.pictures) >= 8
    titles = [line for line in terminal.screen.display if "·" not in line and " loss " in f" {line} "]
    assert sum("accuracy" in line for line in titles) == 1
    assert not terminal.screen.history.top
    assert not terminal.screen.cursor.hidden


def test_what_is_printed_stands_above_the_picture_and_cannot_move_the_cursor() -> None:
    terminal, view = terminal_view()
    view.show(FitStarted("c", "r", 1, 3, 10, True))
    view.show(EpochEnded("c", "r", 1, 1, 0.1, {"loss": 1.0}))
    view.show(Output("c", "r", "\x1b[Hhello\x1b[2J\n"))
    view.show(EpochEnded("c", "r", 1, 2, 0.2, {"loss": 0.5}))
    view.close()
    assert terminal.screen.display[0].rstrip() == "hello"
    assert "loss" in terminal.screen.display[1]


def test_closing_in_the_middle_of_a_fit_gives_the_cursor_back() -> None:
    terminal, view = terminal_view()
    view.show(FitStarted("c", "r", 1, 3, 10, True))
    view.show(EpochEnded("c", "r", 1, 1, 0.1, {"loss": 1.0}))
    assert terminal.screen.cursor.hidden
    view.close()
    view.close()
    assert not terminal.screen.cursor.hidden


@pytest.mark.long
def test_many_fits_leave_lines_instead_of_pictures() -> None:
    terminal, view = terminal_view()
    for number in range(1, 21):
        fit(view, epochs=3, number=number)
    view.close()
    assert sum(line.startswith("3 epochs in 0.3 s") for line in terminal.screen.display) >= 16


# ---- figures --------------------------------------------------------------------------------

LAYER = LayerFacts("dense", "Dense", True, 20, 20, (None, 4), {"units": 4})
MODEL = ModelFacts("Sequential", True, (LAYER,), 20, 20, (None, 4), (None, 4))


def shown(title: str, number: int = 1, final: bool = True) -> FigureShown:
    axis = Axis(0.0, 1.0, "", ((0.0, "0"), (1.0, "1")))
    panel = Panel(axis, axis, (Line((0.0, 1.0), (0.0, 1.0), "#1f77b4"),), title)
    return FigureShown("c", "r", number, Figure((panel,)), final)


def test_figures_in_a_text_are_described_and_drawn_and_of_live_ones_the_end() -> None:
    out = io.StringIO()
    view = TextView(out, out, Look(colour=False))
    for step in range(20):
        view.show(shown(f"Step {step}", 1, final=False))
    view.show(shown("Still live", 2, final=False))
    view.show(shown("The end"))
    view.show(ModelDrawn("c", "r", MODEL))
    view.close()
    text = out.getvalue()
    assert "Step" not in text
    assert text.count("Figure: The end; x from 0 to 1; y from 0 to 1; 1 line.") == 1
    assert "20 parameters" in text
    assert "Still live" in text
    assert "\x1b" not in text


def whole(terminal: Terminal) -> str:
    """What stands on the screen and what scrolled out of it."""
    above = ("".join(line[column].data for column in range(COLUMNS)) for line in terminal.screen.history.top)
    return "\n".join([*above, *terminal.screen.display])


def test_a_live_figure_is_redrawn_in_place_and_its_end_stays() -> None:
    terminal, view = terminal_view()
    for step in range(5):
        view.show(shown(f"Step {step}", final=False))
    view.show(shown("The end"))
    view.show(Output("c", "r", "after\n"))
    view.close()
    assert sum("Step" in picture for picture in terminal.pictures) >= 5
    assert "Step" not in whole(terminal)
    assert whole(terminal).count("The end") == 1
    assert whole(terminal).index("The end") < whole(terminal).index("after")
    assert not terminal.screen.cursor.hidden


def test_a_figure_that_is_drawn_while_a_model_trains_stands_beside_its_curves() -> None:
    terminal, view = terminal_view()
    view.show(FitStarted("c", "r", 1, 3, 10, True))
    for epoch in range(1, 4):
        view.show(EpochEnded("c", "r", 1, epoch, 0.1 * epoch, {"loss": 1 / epoch}))
        view.show(shown(f"After epoch {epoch}", final=False))
    assert any("After epoch 2" in picture and "epoch 2/3" in picture for picture in terminal.pictures)
    view.show(FitEnded("c", "r", 1, 3))
    view.show(shown("The end"))
    view.close()
    assert "After epoch" not in whole(terminal)
    assert whole(terminal).count("The end") == 1
    assert whole(terminal).count("3 epochs in") == 1


ADVICE = Advice("diverging", (), "loss grows: each step overshoots.", "Lower the learning rate.")


def test_advice_stands_below_the_curves_as_long_as_it_holds() -> None:
    terminal, view = terminal_view()
    view.show(FitStarted("c", "r", 1, 9, 10, True))
    for epoch in range(1, 6):
        view.show(EpochEnded("c", "r", 1, epoch, 0.1 * epoch, {"loss": 2.0**epoch}))
        view.advise((ADVICE,) if epoch > 2 else ())
    assert any("epoch 3/9" in picture and "Try: Lower the learning rate." in picture for picture in terminal.pictures)
    view.advise(())
    assert "overshoots" not in terminal.pictures[-1]
    view.advise((ADVICE,))
    view.show(FitEnded("c", "r", 1, 5))
    view.close()
    assert "overshoots" not in whole(terminal), "what stands at the end is said by who ran it"


def test_in_lines_advice_is_said_once_and_once_that_it_is_over() -> None:
    out, remarks = io.StringIO(), io.StringIO()
    view = TextView(out, remarks, Look(colour=False))
    view.show(FitStarted("c", "r", 1, 9, 10, True))
    for loss in (2, 3, 4):
        view.advise((replace(ADVICE, why=f"loss grows to {loss}."),))
    view.advise(())
    assert remarks.getvalue() == "loss grows to 2. Try: Lower the learning rate.\nThat is over: loss grows to 4.\n"


def test_epochs_in_a_row_are_shown_as_one_by_one() -> None:
    fits = []
    for together in (False, True):
        out = io.StringIO()
        view = TextView(out, out, Look(colour=False))
        view.show(FitStarted("c", "r", 1, 100, 10, True))
        epochs = [EpochEnded("c", "r", 1, at, at, {"loss": 1 / at}) for at in range(1, 101)]
        if together:
            view.show_epochs(epochs)
        for event in [] if together else epochs:
            view.show(event)
        view.show(FitEnded("c", "r", 1, 100))
        fits.append((out.getvalue(), view.shown))
    assert fits[0] == fits[1]
