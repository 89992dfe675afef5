"""The weights of the past epochs, as many as are enough to move through them."""

from __future__ import annotations

from tuitutor.playground.data import Array

MOST = 512


class History:
    """The row of weights after each epoch, 0 being before the first; from MOST on only of every 2nd, 4th, ... epoch."""

    def __init__(self) -> None:
        self._rows: dict[int, Array] = {}
        self._every = 1

    def keep(self, epoch: int, row: Array) -> None:
        """Keep the row after an epoch, which is later than those before."""
        if epoch % self._every == 0:
            self._rows[epoch] = row
        if len(self._rows) > MOST:
            self._every *= 2
            self._rows = {at: kept for at, kept in self._rows.items() if at % self._every == 0}

    @property
    def epochs(self) -> tuple[int, ...]:
        """Those whose weights are kept, from 0 on."""
        return tuple(self._rows)

    def at(self, epoch: int) -> tuple[int, Array]:
        """The last epoch up to this one whose weights are kept, and the row. Raises KeyError where none is."""
        found = max((at for at in self._rows if at <= epoch), default=-1)
        return found, self._rows[found]
