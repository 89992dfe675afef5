"""How a run got to where it is, as one line of text from which it can be replayed.

Training is deterministic, so the epoch and the changes made by hand are enough.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from tuitutor.playground.config import Config
from tuitutor.playground.kinds import parse_number, write_number
from tuitutor.playground.run import Change, Run

MOST_EPOCHS, MOST_CHANGES = 100_000, 1_000  # no mutant: one more or less is nothing to see


def past_of(run: Run) -> str:
    """The line: the epoch, the initial learning rate, and each change as epoch:layer:unit:source:value.

    A change of the rate leaves layer, unit and source empty, a change of a bias only the source. "" if it would be too
    long.
    """
    if run.epoch > MOST_EPOCHS or len(run.changes) > MOST_CHANGES:
        return ""
    parts = [str(run.epoch), write_number(run.first_rate)]
    for change in run.changes:
        place = ["" if part is None else str(part) for part in change.place]
        parts.append(":".join([str(change.epoch), *place, write_number(change.value)]))
    return " ".join(parts)


def again(config: Config, past: str) -> Iterator[Run]:
    """Replay a past: yields the run before training and after each epoch. Ends early if the text isn't valid."""
    try:
        epoch, rate, *rest = past.split(" ", MOST_CHANGES + 2)  # no mutant: one more or less is nothing to see
        first, last = parse_number(rate), _whole(epoch, MOST_EPOCHS)
        changes = []
        for each in rest:
            after, *written, value = each.split(":")
            layer, unit, source = (_whole(part, 10) if part else None for part in written)
            changes.append(Change(_whole(after, MOST_EPOCHS), (layer, unit, source), parse_number(value)))
        run = Run(replace(config, learning_rate=first))
        yield run
        for change in changes:
            yield from _to(run, change.epoch)
            run.change(change)
        yield from _to(run, last)
    except (ValueError, IndexError):
        return
    run.config = config  # display settings may have changed since


def _to(run: Run, epoch: int) -> Iterator[Run]:
    while run.epoch < epoch and not run.stuck:
        run.advance()
        yield run


def _whole(text: str, most: int) -> int:
    if not text.isdecimal() or len(text) > 6 or int(text) > most:
        raise ValueError(text)
    return int(text)
