"""Recorded training runs in a table with what differs between them, and the curves of some."""

from __future__ import annotations

from collections.abc import Sequence

from rich.text import Text

from tuitutor.draw.look import Look, crop, pad
from tuitutor.draw.metrics import best_of_fit
from tuitutor.draw.overlay import ShownRun, choices, draw_overlay, headline, sign_of
from tuitutor.draw.past_attempts import when
from tuitutor.draw.words import brief
from tuitutor.runs.known_runs import KnownRun, differing

_GAP = 2
_WIDEST = 28  # cells of a value
_MOST_COLUMNS = 6  # that tell what differs
_PLOTTED, _ROWS = 4, 12  # runs in the plot, and its rows


def draw_runs(runs: Sequence[KnownRun], now: float, width: int, look: Look) -> list[Text]:
    """The runs, the latest first, in lines of at most `width` cells; below them the curves of the latest and the best.

    `now` is in seconds since 1970.
    """
    shown = [at for at in _plotted(runs) if runs[at].shown.curves is not None]
    slots = {at: slot for slot, at in enumerate(shown)}
    titles = ["", "run", "when", "state", "epochs", "best"]
    rows = [[str(len(runs) - at), *_cells(run, now)] for at, run in enumerate(runs)]
    for column in differing(runs[::-1])[:_MOST_COLUMNS]:
        titles.append(column.name)
        rows = [[*row, value] for row, value in zip(rows, reversed(column.values), strict=True)]
    cut = [[crop(Text(look.line(cell)), _WIDEST, look).plain for cell in row] for row in [titles, *rows]]
    widths = [max(map(len, column)) for column in zip(*cut, strict=True)]
    lines = []
    for at, row in enumerate(cut, start=-1):
        line = (sign_of(slots[at], look) if at in slots else Text(" ")) + Text(" ")
        for cell, room in zip(row, widths, strict=True):
            line.append(pad(cell, room + _GAP), look.style("quiet") if at < 0 else "")
        line.rstrip()
        lines.append(crop(line, width, look))
    plotted = [
        ShownRun(slots[at], str(len(runs) - at), curves)
        for at in shown
        if (curves := runs[at].shown.curves) is not None
    ]
    for drawn in choices([run.curves for run in plotted])[:1]:
        lines += [Text(), headline(plotted, drawn, None, width, look)]
        lines += draw_overlay(plotted, drawn, None, width, _ROWS, look)
    return lines


def tell_runs(runs: Sequence[KnownRun], look: Look) -> list[Text]:
    """The same as a sentence for each run."""
    columns = differing(runs[::-1])
    said = []
    for at, run in enumerate(runs):
        name, _, state, epochs, best = _cells(run, run.head.at)
        parts = [name, state, f"{epochs} epochs" if epochs else "", f"best {best}" if best else ""]
        parts += [f"{column.name} {value}" for column in columns if (value := column.values[-1 - at])]
        said.append(Text(look.line(", ".join(filter(None, parts)))))
    return said


def _cells(run: KnownRun, now: float) -> list[str]:
    fit = run.shown.curves
    best = best_of_fit(fit) if fit is not None else None
    epochs = f"{fit.epoch}/{fit.epochs}" if fit is not None and fit.epochs else ""
    reached = f"{best[0]} {brief(best[1])}" if best else ""
    return [run.name, when(run.head.at, now), run.state.name, epochs, reached]


def _plotted(runs: Sequence[KnownRun]) -> list[int]:
    """The latest run, and the best of those that are measured by the same value."""
    bests = [best_of_fit(run.shown.curves) if run.shown.curves is not None else None for run in runs]
    known = [at for at, best in enumerate(bests) if best is not None]
    if not known:
        return []
    name = (bests[known[0]] or ("",))[0]
    alike = [(best[1], at) for at in known if (best := bests[at]) is not None and best[0] == name]
    ranked = [at for _, at in sorted(alike)]
    return list(dict.fromkeys([known[0], *ranked]))[:_PLOTTED]
