"""How well the coach does on the corpus."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from tests.faults.corpus import Program
from tuitutor.grading.verdicts import Advice

RECALL, PRECISION = 0.85, 0.95  # the bars; of misleading advice and false alarms there is to be none


@dataclass(frozen=True)
class Said:
    """The advice on a program, and whether each topic is true of it."""

    program: Program
    advice: tuple[Advice, ...]

    @property
    def true(self) -> tuple[Advice, ...]:
        return tuple(each for each in self.advice if each.topic in self.program.causes)

    @property
    def named(self) -> bool:
        return bool(self.true)

    @property
    def misled(self) -> bool:
        return bool(self.program.causes) and len(self.true) < len(self.advice)

    @property
    def alarmed(self) -> bool:
        return not self.program.causes and bool(self.advice)


@dataclass(frozen=True)
class Figures:
    """Recall and precision of advice, over the faults of a group."""

    faults: int
    named: int
    misled: int
    advice: int
    true: int

    @classmethod
    def of(cls, said: Iterable[Said]) -> Figures:
        found = [each for each in said if each.program.causes]
        return cls(
            len(found),
            sum(each.named for each in found),
            sum(each.misled for each in found),
            sum(len(each.advice) for each in found),
            sum(len(each.true) for each in found),
        )

    @property
    def recall(self) -> float:
        return self.named / max(1, self.faults)

    @property
    def precision(self) -> float:
        return self.true / max(1, self.advice)

    def line(self, name: str) -> str:
        return (
            f"{name:<14} recall {self.recall:.2f} ({self.named} of {self.faults})   precision {self.precision:.2f} "
            f"({self.true} of {self.advice})   misleading {self.misled}"
        )


def lines(said: list[Said]) -> Iterator[str]:
    """The figures as they are printed: of each class of fault, of all of them, and false alarms."""
    kinds, groups = defaultdict(list), defaultdict(list)
    for each in said:
        if each.program.causes:
            kinds[each.program.kind].append(each)
        groups[each.program.group].append(each)
    for name in sorted(kinds):
        yield Figures.of(kinds[name]).line(name)
    yield ""
    if groups["known"]:
        yield Figures.of(groups["known"]).line("known")
    for name in ("twin", "healthy"):
        if groups[name]:
            yield f"{name:<14} false alarms {sum(each.alarmed for each in groups[name])} of {len(groups[name])}"


def meet_bars(said: list[Said]) -> bool:
    """Whether what was said of these programs meets all bars."""
    all_of_them = Figures.of(said)
    enough = not all_of_them.faults or (all_of_them.recall >= RECALL and all_of_them.precision >= PRECISION)
    return enough and not all_of_them.misled and not any(each.alarmed for each in said)
