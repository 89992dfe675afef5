"""The learners' answers under tests/answers: a file for each or, to a question, a row of its table."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from pathlib import Path

import yaml
from msgspec import Struct, convert, field
from msgspec.structs import replace

from tuitutor.grading.verdicts import Verdict

ANSWERS = Path(__file__).parents[1] / "answers"
BAD_ANSWERS = ANSWERS / "bad_answers"  # to no exercise in particular: they crash, hang or exit


class Answer(Struct, frozen=True, forbid_unknown_fields=True):
    """An answer, and what its row, or the first lines of its file, say of it.

    A row has an `answer`, which is written after `# answer:`, or else the whole `text`.
    """

    verdict: Verdict = field(name="expect")
    because: str
    told: str = ""  # a part of what the learner is told
    variant: int = 1  # of the exercise that it answers
    line: int | None = None  # the one that the learner is pointed to
    in_worlds: Verdict | None = field(name="in worlds", default=None)  # if it isn't that with the lesson's own data
    answer: str = ""
    text: str = ""
    name: str = ""

    @property
    def is_right(self) -> bool:
        """Whether it deserves to pass."""
        return self.verdict is Verdict.PASSED


_HEAD = ("expect", "because", "told", "variant", "line", "in worlds")


def read_answer(path: Path) -> Answer:
    """The answer in a file that begins with lines such as `# because: a bias is missing`."""
    text = path.read_text()
    return replace(convert(dict(_head(text)), Answer, strict=False), text=text, name=path.stem)


def _head(text: str) -> Iterator[tuple[str, str]]:
    for line in text.splitlines():
        key, _, value = line.removeprefix("# ").partition(": ")
        if not line.startswith("# ") or key not in _HEAD:
            return
        yield key, value


def read_table(path: Path) -> tuple[Answer, ...]:
    """The answers of a question's table. All of it is text: 0.50 stays so."""
    rows = convert(yaml.load(path.read_text(), yaml.BaseLoader), tuple[Answer, ...], strict=False)
    return tuple(map(_named, rows))


def _named(row: Answer) -> Answer:
    name = " ".join(row.answer.split() or row.text.split())
    text = row.text or f"# answer: {row.answer}\n"
    return replace(row, text=text, name=name if row.variant == 1 else f"{name} (variant {row.variant})")


def questions() -> list[str]:
    """The exercises whose answers are in tables."""
    return sorted(path.stem for path in ANSWERS.glob("*.yaml"))


def programs() -> list[str]:
    """The exercises whose answers are files."""
    return sorted({path.parent.parent.name for path in files()})


def files(label: str = "*") -> list[Path]:
    """The files with answers to an exercise, or to all of them."""
    return sorted(path for kind in ("good", "bad") for path in ANSWERS.glob(f"{label}/{kind}/*.py"))


@cache
def answers_to(label: str) -> tuple[Answer, ...]:
    """All answers to an exercise."""
    table = ANSWERS / f"{label}.yaml"
    return read_table(table) if table.exists() else tuple(map(read_answer, files(label)))
