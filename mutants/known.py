"""docs/mutants.md: the mutants that no test can kill, because they change nothing that anybody could tell, and why."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from mutants.sites import Mutant, told

FILE = Path("docs/mutants.md")

_HEADING = re.compile(r"## `(?P<file>[^`]+)`")
_ENTRY = re.compile(r"- `(?P<before>[^`]+)` -> (?P<after>`[^`]+`(?:(?:, | or )`[^`]+`)*): \S")


class Known:
    """The list, as (file, line of code, what became of it)."""

    def __init__(self, text: str) -> None:
        self._listed = set(_read(text))

    def __contains__(self, mutant: Mutant) -> bool:
        return (mutant.file, mutant.before, mutant.after) in self._listed

    def outdated(self, sources: dict[str, str]) -> list[str]:
        """A sentence for each line of code that is listed and is no longer there."""
        lines = {file: {told(line) for line in source.split("\n")} for file, source in sources.items()}
        gone = {(file, before) for file, before, _ in self._listed if before not in lines.get(file, {before})}
        return [f"{FILE} lists a line that {file} no longer has: {before}" for file, before in sorted(gone)]


def _read(text: str) -> Iterator[tuple[str, str, str]]:
    file = ""
    for line in text.split("\n"):
        if heading := _HEADING.fullmatch(line):
            file = heading["file"]
        elif entry := _ENTRY.match(line):
            yield from ((file, entry["before"], after) for after in _quoted(entry["after"]))
        elif line.startswith("- `"):
            raise ValueError(f"{FILE}: expected '- `line` -> `mutated line`: reason', found {line!r}")


def _quoted(text: str) -> Iterable[str]:
    return re.findall(r"`([^`]+)`", text)
