"""What "What if" has tried of a run: what goes on, each change and what came of it, and which of them helped."""

from __future__ import annotations

from rich.text import Text

from tuitutor.draw.look import Look, Role, crop, wrap
from tuitutor.engine.snapshots import AS_IT_WAS, WhatIf

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
    return f"{what_if.number} of {what_if.of}: {change}{', another seed' * what_if.reseeded}"


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
