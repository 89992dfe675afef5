"""Verdicts and errors as text: what was expected, what was found, the learner's own line, and what "What if" tried."""

from __future__ import annotations

from collections.abc import Sequence

from rich.cells import cell_len
from rich.text import Text

from tuitutor.draw.look import VERDICT_ROLES, Look, Role, crop, pad, wrap
from tuitutor.engine.snapshots import AS_IT_WAS, WhatIf
from tuitutor.grading.verdicts import CheckResult, Provenance, Row, Verdict
from tuitutor.protocol.raised import ErrorInfo, Frame

_INDENT = 2
# lines of an exception's message: some of TensorFlow's are pages long and only say at the end what is wrong
_FIRST_LINES, _LAST_LINES = 4, 8


def draw_check(result: CheckResult, width: int, look: Look) -> Text:
    """A check's mark and name; below it what was expected and found, and why that matters.

    The rows of a comparison are side by side if `width` allows, otherwise one below the other; differences are marked.
    """
    head = Text.assemble(
        (look.mark(result.verdict), look.style(VERDICT_ROLES[result.verdict])),
        (f" {look.line(result.name)}", look.style("title")),
    )
    gap = ", " if look.words else "  "
    if result.out_of != 1:
        earned = "" if result.verdict is Verdict.PENDING else f"{result.points:g} of "
        head.append(f"{gap}{earned}{result.out_of:g} points", look.style("quiet"))
    if result.provenance is Provenance.REPORTED:
        head.append(f"{gap}reported", look.style("quiet"))
    lines = [crop(head, width, look)]
    if result.rows:
        lines += _table(result.rows, width, look)
    else:
        for label, said, style in (("expected", result.expected, ""), ("found", result.found, look.style("bad"))):
            lines += _label(label, said, style, width, look) if said else []
    if result.why:
        lines += wrap(in_quotes(result.why), width, look, indent=_INDENT)
    return Text("\n").join(lines)


def in_quotes(said: str) -> str:
    """A sentence of an author's or of ours, with quotes in place of the backticks that mark its code."""
    return said.replace("`", "'")


def _label(label: str, text: str, style: str, width: int, look: Look) -> list[Text]:
    """The text, wrapped in a separate column next to its label."""
    if look.words:
        return wrap(f"{label}: {text}", width, look, indent=_INDENT)
    column = _INDENT + len("expected  ")
    lines = wrap(text, width, look, style, indent=column)
    head = Text(" " * _INDENT).append(label.ljust(column - _INDENT), look.style("quiet"))
    first = lines[0][column:] if lines[0].cell_len > column else Text()
    return [crop(head.append_text(first), width, look), *lines[1:]]


# ---- side by side -------------------------------------------------------------------------


def _table(rows: Sequence[Row], width: int, look: Look) -> list[Text]:
    cells = [(look.line(row.label), look.line(row.expected), look.line(row.found)) for row in rows]
    widths = [max(map(cell_len, column)) for column in zip(("", "expected", "found"), *cells, strict=True)]
    if look.words or _INDENT + sum(widths) + 3 * 2 > width:
        return _stack(rows, width, look)

    def aligned(label: str, expected: str) -> str:
        return " " * _INDENT + pad(label, widths[0] + 2) + pad(expected, widths[1] + 2)

    lines = [Text(aligned("", "expected") + "found", look.style("quiet"))]
    for row, (label, expected, found) in zip(rows, cells, strict=True):
        line = Text(aligned(label, expected))
        if row.agrees:
            lines.append(line.append(found))
        else:
            lines.append(line.append(f"{pad(found, widths[2])} {look.mark(Verdict.FAILED)}", look.style("bad")))
    return lines


def _stack(rows: Sequence[Row], width: int, look: Look) -> list[Text]:
    lines: list[Text] = []
    for row in rows:
        verdict = Verdict.PASSED if row.agrees else Verdict.FAILED
        style = look.style(VERDICT_ROLES[verdict])
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
    """The learner's line by number and text, the calls that led there, and the exception's kind and message."""
    lines: list[Text] = []
    for outer in error.frames[-4:-1]:
        lines += wrap(f"called from {_where(outer)}", width, look, look.style("quiet"))
    if error.frames:
        frame = error.frames[-1]
        lines += wrap(_where(frame), width, look, look.style("title"))
        if source := look.text(frame.text).replace("\n", " ").strip():
            gutter = Text("  " if look.words else look.text(f"  {frame.line} │ "), style=look.style("bad"))
            lines.append(crop(Text().append_text(gutter).append(source), width, look))
    message = error.message.strip("\n")
    said = wrap(f"{error.kind}: {message}" if message else error.kind, width, look, look.style("bad"))
    left_out = len(said) - _FIRST_LINES - _LAST_LINES
    if left_out > 1:
        more = wrap(f"… {left_out} lines left out", width, look, look.style("quiet"))
        said = [*said[:_FIRST_LINES], *more, *said[-_LAST_LINES:]]
    return Text("\n").join([*lines, *said])


def _where(frame: Frame) -> str:
    function = f", in {frame.function}" if frame.function and not frame.function.startswith("<") else ""
    return f"line {frame.line} of {frame.filename}{function}"


_GAP = 2  # columns between a change and its result


def draw_tried(what_if: WhatIf, width: int, look: Look, stop: str = "") -> Text:
    """The outcome, then each change with what came of it, in lines of at most `width` cells.

    While it goes on, it begins with what is tried now and what all of it costs; `stop` says what stops it.
    """
    parts: list[Text] = []
    if not what_if.over:
        going = " · ".join(filter(None, (_now(what_if), stop)))
        parts.append(crop(Text.assemble(("what if ", look.style("title")), look.line(going)), width, look))
        parts += [Text("\n").join(wrap(what_if.cost, width, look, look.style("quiet")))] if what_if.cost else []
    first, *others = what_if.said or ("",)
    if first:
        role: Role = "good" if what_if.helped else "title"
        parts.append(Text("\n").join(wrap(first, width, look, look.style(role))))
    parts += [Text("\n").join(wrap(sentence, width, look)) for sentence in others]
    if what_if.rows:
        parts.append(Text("\n").join(_rows(what_if, width, look)))
    return Text("\n").join(parts)


def _now(what_if: WhatIf) -> str:
    """What is tried now."""
    if not what_if.number:
        return "your run once more, to begin with"
    change = what_if.change or AS_IT_WAS
    return f"{what_if.number} of {what_if.of}: {change}{', another seed' if what_if.reseeded else ''}"


def _rows(what_if: WhatIf, width: int, look: Look) -> list[Text]:
    if look.words:
        return [row for change, result in what_if.rows for row in wrap(f"{change}: {result}", width, look)]
    longest = max(len(look.line(result)) for _, result in what_if.rows)
    room = max(8, min(max(len(look.line(change)) for change, _ in what_if.rows), width - longest - _GAP))
    rows = []
    for change, result in what_if.rows:
        is_best = change == what_if.best_change and bool(change)
        name = crop(Text(look.line(change), "bold" if is_best and what_if.helped else ""), room, look)
        name.pad_right(room - name.cell_len + _GAP)
        rows.append(crop(name.append(look.line(result), look.style("quiet")), width, look))
    return rows
