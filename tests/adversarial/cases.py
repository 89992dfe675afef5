"""The corpus as it lies on disk: each file's first lines say what it is and what must become of it. See README.md."""

from __future__ import annotations

from dataclasses import dataclass, fields
from pathlib import Path

from tuitutor.protocol.isolation import Isolation

HERE = Path(__file__).parent
HONEST_PART = "# honest\n"


@dataclass(frozen=True)
class Case:
    """One answer. `text` is what is handed in; `twin` is the honest answer that it becomes without the attack."""

    name: str
    text: str
    exercise: str
    expect: str  # "passed", "failed", or "reported": passed, partly on what the program itself reports
    attack: str = ""
    stopped_by: str = ""
    needs: tuple[str, ...] = ()  # promises of `Isolation`
    twin: str = ""
    every_tier: bool = False
    beside: bool = False  # somebody else's answer has been graded by the same worker
    screen: bool = False  # goes through the command line as well, whose terminal it is after
    wall_s: float = 120.0
    cpu_s: float = 120.0
    seed: int = 0

    def runs_at(self, isolation: Isolation) -> bool:
        """Whether what this case needs is promised."""
        return all(getattr(isolation, promise) for promise in self.needs)


def read_attack(path: Path) -> Case:
    head, text = _head(path)
    unknown = head.keys() - _HEADS
    assert not unknown, f"{path.name}: unknown heads {unknown}"
    needs = tuple(head["needs"].replace("nothing", "").replace(",", " ").split())
    assert set(needs) <= {field.name for field in fields(Isolation)}, path.name
    stopped_by = head.get("stopped by", "")
    for line in text.splitlines():  # the line that ends Python is quoted, and so what it would say
        assert not (stopped_by and "SystemExit" in line and stopped_by.casefold() in line.casefold()), path.name
    twin = (HERE / "twins" / f"{head.get('twin', head['exercise'])}.py").read_text()
    return Case(
        name=path.stem,
        text=text.replace(HONEST_PART, twin),
        exercise=head["exercise"],
        expect=head["expect"],
        attack=head["attack"],
        stopped_by=stopped_by,
        needs=needs,
        twin=twin,
        every_tier=head.get("tiers") == "all",
        beside="beside" in head,
        screen="screen" in head,
        wall_s=float(head.get("wall", Case.wall_s)),
        cpu_s=float(head.get("cpu", Case.cpu_s)),
    )


_HEADS = {"attack", "exercise", "expect", "stopped by", "needs", "twin", "tiers", "beside", "screen", "wall", "cpu"}


def read_honest(path: Path) -> Case:
    head, text = _head(path)
    tiers = head.get("tiers") == "all"
    return Case(path.stem, text, head.get("exercise", "xor"), head["expect"], every_tier=tiers)


def _head(path: Path) -> tuple[dict[str, str], str]:
    text = path.read_text()
    head: dict[str, str] = {}
    for line in text.splitlines():
        name, colon, value = line.removeprefix("# ").partition(": ")
        if not line.startswith("# ") or not colon:
            break
        head[name] = value
    return head, text


ATTACKS = [read_attack(path) for path in sorted((HERE / "attacks").glob("*.py"))]
HONEST = [read_honest(path) for path in sorted((HERE / "honest").glob("*.py"))]
