"""Verdicts and errors as text: what was expected, what was found, and the learner's own line."""

from __future__ import annotations

from collections.abc import Sequence

from rich.cells import cell_len
from rich.text import Text

from tuitutor.draw.look import Look, Role, crop, pad, wrap
from tuitutor.grading.verdicts import CheckResult, Row, Verdict
from tuitutor.protocol.messages import ErrorInfo, Frame

_INDENT = 2
# lines of an exception's message: some of TensorFlow's are pages long and say what is wrong at their end
_FIRST_LINES, _LAST_LINES = 4, 8

_ROLES: dict[Verdict, Role] = {
    Verdict.PASSED: "good",
    Verdict.FAILED: "bad",
    Verdict.SKIPPED: "quiet",
    Verdict.ERRORED: "warning",
}


def draw_check(result: CheckResult, width: int, look: Look) -> Text:
    """A check's mark, name, points and origin; under it what was expected and found, and why that matters.

    Rows of a comparison stand side by side where `width` allows, else one under the other; what differs is marked.
    """
    lines = [_headline(result, width, look)]
    if result.verdict is Verdict.PASSED and _fits_beside(lines[0], result.found, width, look):
        lines[0].append(f"  {look.line(result.found)}")
    elif result.rows and result.verdict is not Verdict.PASSED:
        lines += _table(result.rows, width, look)
    else:
        lines += _expected_and_found(result, width, look)
    if result.why:
        lines += wrap(result.why, width, look, indent=_INDENT)
    return Text("\n").join(lines)


def _fits_beside(headline: Text, found: str, width: int, look: Look) -> bool:
    return bool(found) and headline.cell_len + 2 + cell_len(look.line(found)) <= width


def _headline(result: CheckResult, width: int, look: Look) -> Text:
    style = look.style(_ROLES[result.verdict])
    line = Text().append(look.mark(result.verdict), style).append(f" {look.line(result.name)}", look.style("title"))
    origin = f"  ({result.provenance.value})" if result.provenance else ""
    points = f"  {result.points:g}/{result.out_of:g}"
    line = crop(line, max(width - len(points), 8), look).append(points, style)
    if line.cell_len + len(origin) <= width:
        line.append(origin, look.style("quiet"))
    return crop(line, width, look)


def _expected_and_found(result: CheckResult, width: int, look: Look) -> list[Text]:
    passed = result.verdict is Verdict.PASSED
    lines: list[Text] = []
    if result.expected and not passed:
        lines += _labelled("expected", result.expected, "", width, look)
    if result.found:
        lines += _labelled("found", result.found, "" if passed else look.style("bad"), width, look)
    return lines


def _labelled(label: str, text: str, style: str, width: int, look: Look) -> list[Text]:
    """The text wrapped beside its label, in a column of its own."""
    column = _INDENT + len("expected  ")
    lines = wrap(text, width, look, style, indent=column)
    head = Text(" " * _INDENT).append(label.ljust(column - _INDENT), look.style("quiet"))
    first = lines[0][column:] if lines[0].cell_len > column else Text()
    return [crop(head.append_text(first), width, look), *lines[1:]]


# ---- side by side -------------------------------------------------------------------------


def _table(rows: Sequence[Row], width: int, look: Look) -> list[Text]:
    cells = [("", "expected", "found")]
    cells += [(look.line(row.label), look.line(row.expected), look.line(row.found)) for row in rows]
    widths = [max(map(cell_len, column)) for column in zip(*cells, strict=True)]
    if _INDENT + sum(widths) + 3 * 2 <= width:
        return _side_by_side(cells, rows, widths, look)
    return _stacked(rows, width, look)


def _side_by_side(
    cells: Sequence[tuple[str, str, str]], rows: Sequence[Row], widths: Sequence[int], look: Look
) -> list[Text]:
    lines = [Text(_aligned(cells[0], widths).rstrip(), style=look.style("quiet"))]
    for (label, expected, found), row in zip(cells[1:], rows, strict=True):
        line = Text(_aligned((label, expected), widths))
        if row.agrees:
            lines.append(line.append(found))
        else:
            lines.append(line.append(f"{pad(found, widths[2])} {look.mark(Verdict.FAILED)}", look.style("bad")))
    return lines


def _aligned(cells: Sequence[str], widths: Sequence[int]) -> str:
    return " " * _INDENT + "".join(pad(cell, width + 2) for cell, width in zip(cells, widths, strict=False))


def _stacked(rows: Sequence[Row], width: int, look: Look) -> list[Text]:
    lines: list[Text] = []
    for row in rows:
        verdict = Verdict.PASSED if row.agrees else Verdict.FAILED
        style = look.style(_ROLES[verdict])
        head = Text(" " * _INDENT).append(look.mark(verdict), style).append(f" {look.line(row.label)}")
        lines.append(crop(head, width, look))
        if row.agrees:
            lines += wrap(look.line(row.found), width, look, indent=2 * _INDENT)
        else:
            lines += wrap(f"expected {look.line(row.expected)}", width, look, indent=2 * _INDENT)
            lines += wrap(f"found {look.line(row.found)}", width, look, look.style("bad"), indent=2 * _INDENT)
    return lines


# ---- errors -------------------------------------------------------------------------------


def draw_error(error: ErrorInfo, width: int, look: Look) -> Text:
    """The learner's line by number and text, how it was reached, then the exception's kind and message."""
    lines: list[Text] = []
    for outer in error.frames[-4:-1]:
        lines += wrap(f"called from {_where(outer)}", width, look, look.style("quiet"))
    if error.frames:
        lines += _frame(error.frames[-1], width, look)
    lines += _message(error, width, look)
    return Text("\n").join(lines)


def _where(frame: Frame) -> str:
    function = f", in {frame.function}" if frame.function and not frame.function.startswith("<") else ""
    return f"line {frame.line} of {frame.filename}{function}"


def _frame(frame: Frame, width: int, look: Look) -> list[Text]:
    lines = wrap(_where(frame), width, look, look.style("title"))
    source = look.text(frame.text).replace("\n", " ").strip()
    if source:
        gutter = Text(look.text(f"  {frame.line} │ "), style=look.style("bad"))
        lines.append(crop(Text().append_text(gutter).append(source), width, look))
    return lines


def _message(error: ErrorInfo, width: int, look: Look) -> list[Text]:
    message = error.message.strip("\n")
    lines = wrap(f"{error.kind}: {message}" if message else error.kind, width, look, look.style("bad"))
    left_out = len(lines) - _FIRST_LINES - _LAST_LINES
    if left_out <= 1:
        return lines
    more = wrap(f"… {left_out} lines left out", width, look, look.style("quiet"))
    return [*lines[:_FIRST_LINES], *more, *lines[-_LAST_LINES:]]
