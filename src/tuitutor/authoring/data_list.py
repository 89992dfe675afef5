"""Keeps `data.json`, the list of a course's own files: what is new is added, what has changed is reported."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from tuitutor import safe_read
from tuitutor.course.findings import Findings
from tuitutor.course.folder import DATA, HIDDEN, MANIFEST_FILE
from tuitutor.course.manifest import (
    Difference,
    changes_on_disk,
    files_on_disk,
    read_manifest,
    sizes_on_disk,
    written,
)
from tuitutor.course.model import Problem


@dataclass(frozen=True, slots=True)
class DataList:
    """What came of looking at a course's files: problems, and words for each file that was added or replaced.

    `differs`: some are not what the list says, which listing them anew would settle.
    """

    problems: tuple[Problem, ...] = ()
    said: tuple[str, ...] = ()
    differs: bool = False


def keep_list(folder: Path, again: bool = False) -> DataList:
    """Compare a course's files with its list, and add new ones to it; if `again`, also those that changed.

    Every file is read. Nothing is written while something is there that can't be listed.
    """
    if not any(os.path.lexists(folder / name) for name in (DATA, HIDDEN, MANIFEST_FILE)):
        return DataList()
    path = folder / MANIFEST_FILE
    findings, broken = Findings(path), Findings(path)
    found = sizes_on_disk(folder, findings)
    listed = read_manifest(folder, broken)
    if findings.problems or (broken.problems and not again):
        return DataList(findings.sorted())  # of the list itself, the course's own problems tell
    try:
        now = files_on_disk(folder, found)
    except OSError as error:
        findings.add(1, f"'{error.filename}' cannot be read: {error.strerror or error}")
        return DataList(findings.sorted())
    differ = changes_on_disk(listed, found, {each.name: each.sha256 for each in now})
    old = {each.name: each for each in listed}
    kept = [each if again else old.get(each.name, each) for each in now]
    kept += [] if again else [old[name] for name in differ.gone]
    kinds = {"lists {} now": differ.new}
    if again:
        kinds |= {"lists {} anew": differ.changed, "no longer lists {}": differ.gone}
    said = tuple(text.format(f"'{name}'") for text, names in kinds.items() for name in names)
    if said or broken.problems:
        try:
            path.write_text(written(kept), encoding="utf-8")
        except OSError as error:
            findings.add(1, f"cannot be written: {error.strerror or error}")
            return DataList(findings.sorted())
    problems = () if again else tuple(_problems(path, differ))
    return DataList(problems, said, bool(problems))


def _problems(path: Path, differ: Difference) -> Iterator[Problem]:
    lines: list[str] = []
    with suppress(OSError, UnicodeDecodeError):
        lines = safe_read.text_of_file(path, safe_read.MOST).split("\n")
    kinds = {"has changed since it was listed": differ.changed, "is listed, and isn't there": differ.gone}
    for what, names in kinds.items():
        for name in names:
            line = next((number for number, text in enumerate(lines, 1) if f'"{name}"' in text), 1)
            yield Problem(path, line, f"'{name}' {what}; put it back, or have the list made anew")
