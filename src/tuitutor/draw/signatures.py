"""The reference of a name: the signature in one line while a call is typed, and all of it on a card."""

from __future__ import annotations

from rich.text import Text

from tuitutor.assist.completion import Call
from tuitutor.draw.look import Look, crop, wrap
from tuitutor.protocol.name_facts import NameFacts

_COLUMN = 30  # most columns for a parameter with its default


def signatures(call: Call, look: Look) -> tuple[Text, ...]:
    """A call's signature with its current parameter emphasised, in ever shorter versions."""
    parameters, at = call.facts.parameters or (), call.current
    start, end = 0, len(parameters)
    shown = [_signature(call.function, parameters, at, start, end, look)]
    while end - start > 1:  # the parameter farthest from the current one is dropped first
        if (at or 0) - start > end - 1 - (at or 0):
            start += 1
        else:
            end -= 1
        shown.append(_signature(call.function, parameters, at, start, end, look))
    return tuple(shown)


def _signature(
    function: str, parameters: tuple[str, ...], current: int | None, start: int, end: int, look: Look
) -> Text:
    quiet = look.style("quiet")
    shown = [Text(look.line(parameters[at]), "bold" if at == current else quiet) for at in range(start, end)]
    shown = [Text(look.ellipsis, quiet)] * (start > 0) + shown + [Text(look.ellipsis, quiet)] * (end < len(parameters))
    return Text.assemble((f"{look.line(function)}(", quiet), Text(", ", quiet).join(shown), (")", quiet))


def card(path: str, facts: NameFacts, width: int, look: Look) -> Text:
    """The name, its signature, its description, and its parameters."""
    lines = [crop(Text(look.line(path), "bold"), width, look), Text("")]
    name = path.rpartition(".")[2]
    if facts.parameters is not None:
        lines += wrap(f"{name}({', '.join(facts.parameters)})", width, look)
        lines.append(Text(""))
    if facts.text:
        lines += [*wrap(facts.text, width, look), Text("")]
    column = min(_COLUMN, width // 3, max(map(len, facts.parameters or ()), default=0) + 2)
    for parameter in facts.parameters or ():
        about = facts.about.get(parameter.partition("=")[0].lstrip("*"), "")
        if not about:
            continue
        label = Text(look.line(parameter), "bold")
        beside = wrap(about, width, look, look.style("quiet"), indent=column)
        if label.cell_len >= column:
            lines.append(crop(label, width, look))
        else:
            beside[0] = Text.assemble(label, " " * (column - label.cell_len), beside[0][column:])
        lines += beside
    while lines and not lines[-1].plain:
        lines.pop()
    return Text("\n").join(lines)
