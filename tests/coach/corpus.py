"""The corpus as it lies on disk: a mistake and its near miss a file. See README.md."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).parent
SETUP = (HERE / "setup.py").read_text()
MARK = "  # <-"  # ends the line that the coach has to name
NEAR_MISS = "\n# near miss: "


@dataclass(frozen=True)
class Mistake:
    """`says` are words that the advice has to contain; `checks` a YAML list, those of the exercise; "" where none."""

    name: str
    topic: str
    says: tuple[str, ...]
    checks: str
    text: str
    line: int
    near_miss: str


def read(path: Path) -> Mistake:
    head: dict[str, list[str]] = {}
    whole, _, near = path.read_text().partition(NEAR_MISS)
    lines = whole.splitlines()
    while lines and lines[0].startswith("# "):
        name, _, value = lines.pop(0).removeprefix("# ").partition(": ")
        head.setdefault(name, []).append(value)
    assert head.keys() <= {"topic", "says", "check"}, path.name
    assert head["says"], path.name
    assert near.strip(), f"{path.name} has no near miss"
    (line,) = (number for number, text in enumerate(lines, start=1) if text.endswith(MARK))
    text = "\n".join(text.removesuffix(MARK) for text in lines) + "\n"
    checks = "".join(f"- {check}\n" for check in head.get("check", ()))
    return Mistake(path.stem, head["topic"][0], tuple(head["says"]), checks, text, line, f"# {near}")


MISTAKES = [read(path) for path in sorted((HERE / "mistakes").glob("*.py"))]
