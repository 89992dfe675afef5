"""How a run came to where it is, as one line of text, so that it can be gone through again.

A state has one course, so its epoch is enough, and what was changed by hand on the way.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from tuitutor.playground.config import Config
from tuitutor.playground.kinds import number, written
from tuitutor.playground.run import Change, Run

MOST_EPOCHS, MOST_CHANGES = 100_000, 1_000


def past_of(run: Run) -> str:
    """The line: the epoch, the learning rate at the start, and each change as epoch:layer:unit:source:value.

    A change of the rate has neither layer nor unit nor source, and a bias no source. "" for what would be too long.
    """
    if run.epoch > MOST_EPOCHS or len(run.changes) > MOST_CHANGES:
        return ""
    return " ".join([str(run.epoch), written(run.first_rate), *map(_written, run.changes)])


def again(config: Config, past: str) -> Iterator[Run]:
    """The run of a state that has such a past, once it is made and after each of its epochs; nothing for other text."""
    try:
        epoch, rate, *rest = past.split(" ", MOST_CHANGES + 2)
        first, last, changes = number(rate), _whole(epoch, MOST_EPOCHS), [_read(each) for each in rest]
        run = Run(replace(config, learning_rate=first))
        yield run
        for change in changes:
            yield from _to(run, change.epoch)
            run.change(change)
        yield from _to(run, last)
    except (ValueError, IndexError):
        return
    run.config = config  # what is only shown may have changed meanwhile


def _to(run: Run, epoch: int) -> Iterator[Run]:
    while run.epoch < epoch and not run.stuck:
        run.advance()
        yield run


def _written(change: Change) -> str:
    place = ["" if part is None else str(part) for part in change.place]
    return ":".join([str(change.epoch), *place, written(change.value)])


def _read(text: str) -> Change:
    epoch, layer, unit, source, value = text.split(":")
    place = tuple(_whole(part, 10) if part else None for part in (layer, unit, source))
    return Change(_whole(epoch, MOST_EPOCHS), (place[0], place[1], place[2]), number(value))


def _whole(text: str, most: int) -> int:
    if not text.isdecimal() or len(text) > 6 or int(text) > most:
        raise ValueError(text)
    return int(text)
