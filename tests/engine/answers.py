"""The learners' answers under tests/answers, and what the first lines of each say of it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from tuitutor.grading.verdicts import Verdict

ANSWERS = Path(__file__).parents[1] / "answers"


@dataclass(frozen=True)
class Expected:
    """What an answer's first lines, or the `.expect` file beside it, say of it."""

    verdict: Verdict
    because: str
    line: int | None
    told: str
    variant: int = 1  # of the exercise that it answers
    in_worlds: Verdict | None = None  # if it makes its data anew, which is right with the lesson's data alone

    @classmethod
    def read(cls, path: Path) -> Expected:
        beside = path.with_suffix(".expect")
        lines = (beside if beside.exists() else path).read_text().splitlines()
        words = dict(line.lstrip("# ").split(": ", 1) for line in lines if line.startswith("# ") and ": " in line)
        line = int(words["line"]) if "line" in words else None
        told, variant = words.get("told", ""), int(words.get("variant", 1))
        in_worlds = Verdict(words["in worlds"]) if "in worlds" in words else None
        return cls(Verdict(words["expect"]), words["because"], line, told, variant, in_worlds)
