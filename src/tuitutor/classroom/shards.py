"""Shares of a class's answers, for processes that grade it in parallel without knowing of each other."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TypeVar

_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class Shard:
    """The `number`th (from 1) of `of` shares."""

    number: int
    of: int

    @classmethod
    def read(cls, text: str) -> Shard:
        """The shard that is written as "3/10". Raises ValueError."""
        found = re.fullmatch(r"([0-9]{1,9})/([0-9]{1,9})", text)
        if found is None or not 1 <= int(found[1]) <= int(found[2]):
            raise ValueError(f"'{text}' isn't a share; write 3/10 for the third of ten")
        return cls(int(found[1]), int(found[2]))

    def cut(self, items: Sequence[_T]) -> Sequence[_T]:
        """Its part of the items, which is contiguous; the sizes of shares differ by one at most."""
        return items[len(items) * (self.number - 1) // self.of : len(items) * self.number // self.of]


def shards_with(wanted: Sequence[bool], of: int) -> list[int]:
    """The numbers of the shares, out of `of`, that contain anything wanted."""
    return [number for number in range(1, of + 1) if any(Shard(number, of).cut(wanted))]


def ranges(numbers: Iterable[int]) -> str:
    """Increasing numbers as Slurm writes them: "1-3,7"."""
    runs: list[list[int]] = []
    for number in numbers:
        if runs and number == runs[-1][-1] + 1:
            runs[-1][1:] = [number]
        else:
            runs.append([number])
    return ",".join("-".join(map(str, run)) for run in runs)
