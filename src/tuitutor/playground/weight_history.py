"""The weights of past epochs, thinned out so that their number stays bounded."""

from __future__ import annotations

from tuitutor.playground.data import Array

MOST = 512


class WeightHistory:
    """The row of weights after each epoch (0: before training); once there are MOST, of every 2nd, 4th, ... epoch."""

    def __init__(self) -> None:
        self._rows: dict[int, Array] = {}
        self._every = 1

    def keep(self, epoch: int, row: Array) -> None:
        """Keep the row after an epoch; epochs must not go back."""
        if epoch % self._every == 0:
            self._rows[epoch] = row
        if len(self._rows) > MOST:
            self._every *= 2
            self._rows = {at: kept for at, kept in self._rows.items() if at % self._every == 0}

    @property
    def epochs(self) -> tuple[int, ...]:
        """The epochs whose weights are kept, from 0 on."""
        return tuple(self._rows)

    def at(self, epoch: int) -> tuple[int, Array]:
        """The last kept epoch that isn't after this one, which is 0 or more, and its row."""
        found = max(at for at in self._rows if at <= epoch)
        return found, self._rows[found]
