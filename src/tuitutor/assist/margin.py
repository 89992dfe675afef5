"""Notes in the margin beside a draft: the output shape and parameters of layers, or a problem in a few words.

Pure functions of the facts about the latest draft that could be built, and of the problems marked in it.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from tuitutor.assist.diagnostics import Diagnostic, rows_kept
from tuitutor.protocol.facts import LayerLine

MOST = 32  # characters of a problem
_MOST_SHAPES = 3

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class MarginNote:
    """A note on one line, in columns with the others or, where these don't fit, as short as it gets."""

    text: str
    short: str
    wrong: bool = False


def margin_notes(lines: Sequence[LayerLine]) -> dict[int, MarginNote]:
    """The notes by row, counted from 0."""
    sound = {}
    for line in lines:
        if not line.problem:
            shapes = " ".join(map(_sample, line.shapes[:_MOST_SHAPES])) + (
                "…" if len(line.shapes) > _MOST_SHAPES else ""
            )
            sound[line.line - 1] = shapes, f"{line.params:,}" if line.params else ""
    wide = max((len(shape) for shape, _ in sound.values()), default=0)
    counts = max((len(count) for _, count in sound.values()), default=0)
    notes = {}
    for row, (shape, count) in sound.items():
        columns = f"→ {shape:<{wide}}" + (f"  {count:>{counts}}" if counts else "")
        notes[row] = MarginNote(columns, f"→ {shape} {count}".rstrip())
    for line in lines:
        if line.problem:
            notes[line.line - 1] = _wrong(in_few_words(line.problem))
    return notes


def problem_notes(problems: Sequence[Diagnostic]) -> dict[int, MarginNote]:
    """The notes on lines with problems that a few words tell, by row; each takes the place of another on its line."""
    return {problem.line - 1: _wrong(_cut(problem.brief)) for problem in reversed(problems) if problem.brief}


def _wrong(words: str) -> MarginNote:
    return MarginNote(f"✗ {words}", f"✗ {words}", wrong=True)


def moved_notes(notes: Mapping[int, T], before: Sequence[str], after: Sequence[str]) -> dict[int, T]:
    """The notes on lines that an edit left as they were, where these lines are now."""
    now = rows_kept(before, after)
    return {now[row]: note for row, note in notes.items() if row in now}


def _sample(shape: Sequence[object]) -> str:
    """One sample's shape: without the batch axis, and without Python's comma after a single size."""
    return f"({', '.join(str(size) for size in shape[1:])})"


# ---- problems


def in_few_words(message: str) -> str:
    """Keras's message on a layer, in the few words that fit into a margin."""
    for pattern, say in _WORDS:
        if (match := pattern.search(message)) and (words := say(match)):
            return _cut(words)
    return _cut(re.split(r"[.:;](?: |$)", message.replace("`", ""), maxsplit=1)[0])


def _cut(words: str) -> str:
    return words if len(words) <= MOST else words[: MOST - 1].rstrip() + "…"


def _sizes(text: str) -> list[str]:
    """The sizes in a shape as Keras writes it: "(None, 8)" or "[None 8]"."""
    return re.findall(r"None|\d+", text)


def _axes(match: re.Match[str]) -> str:
    axes = int(match[1]) - 1
    return f"wants {axes} {'axis' if axes == 1 else 'axes'}, gets {_sample(_sizes(match[2]))}"


def _window(match: re.Match[str]) -> str:
    picture, window = _sizes(match[1])[1:-1], _sizes(match[2])[: len(_sizes(match[1])) - 2]
    return f"{' × '.join(window)} doesn't fit in {' × '.join(picture)}"


def _together(match: re.Match[str]) -> str:
    shapes = re.findall(r"[(\[][^()\[\]]*[)\]]", match[1])
    # the message of element-wise layers leaves out the batch axis
    samples = [_sample(_sizes(shape) if "None" in match[1] else ["", *_sizes(shape)]) for shape in shapes[:2]]
    return " and ".join(samples) + " don't match"


def _reshaped(match: re.Match[str]) -> str:
    numbers = [math.prod(int(size) for size in _sizes(group) if size != "None") for group in match.groups()]
    return f"{numbers[0]} numbers, not {numbers[1]}"


def _missing(match: re.Match[str]) -> str:
    names = re.findall(r"'(\w+)'", match[1])
    return f"{' and '.join(names)} {'is' if len(names) == 1 else 'are'} missing"


_Say = Callable[[re.Match[str]], str]
_WORDS: tuple[tuple[re.Pattern[str], _Say], ...] = tuple(
    (re.compile(pattern), say)
    for pattern, say in (
        (r"(?i)=<kerastensor", lambda _: "write ()(x), not (x)"),
        (
            r"^Only instances of `keras\.Layer` .*\.(\w+)'> \(of type <class 'type'>",
            lambda match: f"write {match[1]}(...)",
        ),
        (r"^Expected `trainable` to be a boolean", lambda _: "put the layers into one list"),
        (r"`(?:in|out)puts` values must be KerasTensors", lambda _: "wants tensors, not layers"),
        (r"expected (?:min_|max_)?ndim=(\d+), found ndim=\d+\. Full shape received: (\([^()]*\))", _axes),
        (
            r"axis -1 of input shape to have value (\d+), but received input with shape (\([^()]*\))",
            lambda match: f"made for {match[1]}, gets {_sample(_sizes(match[2]))}",
        ),
        (
            r"output size would be (?:zero or )?negative\. Received[: ]*`?inputs?[ .]shape=([(\[][^()\[\]]*[)\]])`?, "
            r"`?(?:kernel[ _]shape|pool_size)=([(\[][^()\[\]]*[)\]])",
            _window,
        ),
        (r"incompatible shapes\. Received shapes (\(.*\) and \(.*\))", _together),
        (r"matching shapes .*input_shape=\[(.*)\]", _together),
        (r"(?:Full input shapes|Input shapes are): ([(\[].*[)\]])", _together),
        (
            r"Dimensions must be equal, but are (\d+) and (\d+)",
            lambda match: f"{match[1]} and {match[2]} don't match",
        ),
        (
            r"size of the tensor must be unchanged\. Received: input_shape=(\(.*?\)), target_shape=(\(.*?\))",
            _reshaped,
        ),
        (r"Unrecognized keyword arguments passed to \w+: \{'(\w+)'", lambda match: f"no {match[1]} here"),
        (r"\w+\.__init__\(\) got an unexpected keyword argument '(\w+)'", lambda match: f"no {match[1]} here"),
        (r"Could not interpret (\w+)(?: function)? identifier: '?(\w+)", lambda match: f"no {match[1]} {match[2]}"),
        (r"missing \d+ required positional arguments?: (.*)", _missing),
        (r"Cannot convert '?(\d+)'? to a shape", lambda match: f"write ({match[1]},) for a shape"),
        (r"Received: (?:\w+=)?(\w+)=(\S+?)\.?$", lambda match: f"not {match[1]}={match[2]}"),
    )
)
