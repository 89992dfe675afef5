"""Keeps `data.json`, the list of a course's own files, up to date: adds new files, and reports changed ones."""

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
    """The result of comparing a course's files with its list: problems, and phrases on changes of the list.

    `differs`: some files are not as listed, which listing them anew would settle.
    """

    problems: tuple[Problem, ...] = ()
    said: tuple[str, ...] = ()
    differs: bool = False


def keep_list(folder: Path, again: bool = False) -> DataList:
    """Compare a course's files with its list, and add new files to it; if `again`, list changed files anew.

    Every file is read. Nothing is written while there is a file that can't be listed.
    """
    if not any(os.path.lexists(folder / name) for name in (DATA, HIDDEN, MANIFEST_FILE)):
        return DataList()
    path = folder / MANIFEST_FILE
    findings, broken = Findings(path), Findings(path)
    sizes = sizes_on_disk(folder, findings)
    listed = read_manifest(folder, broken)
    if findings.problems or (broken.problems and not again):
        return DataList(findings.sorted())  # those of the list itself are among the course's own problems
    try:
        files = files_on_disk(folder, sizes)
    except OSError as error:
        findings.add(1, f"'{error.filename}' cannot be read: {error.strerror or error}")
        return DataList(findings.sorted())
    differ = changes_on_disk(listed, sizes, {file.name: file.sha256 for file in files})
    phrases = {"lists {} now": differ.new}
    if again:
        phrases |= {"lists {} anew": differ.changed, "no longer lists {}": differ.gone}
    else:
        old = {file.name: file for file in listed}
        files = (*(old.get(file.name, file) for file in files), *(old[name] for name in differ.gone))
    changes = tuple(phrase.format(f"'{name}'") for phrase, names in phrases.items() for name in names)
    if changes or broken.problems:
        try:
            path.write_text(written(files), encoding="utf-8")
        except OSError as error:
            findings.add(1, f"cannot be written: {error.strerror or error}")
            return DataList(findings.sorted())
    problems = () if again else tuple(_problems(path, differ))
    return DataList(problems, changes, bool(problems))


def _problems(path: Path, differ: Difference) -> Iterator[Problem]:
    lines: list[str] = []
    with suppress(OSError, UnicodeDecodeError):
        lines = safe_read.text_of_file(path, safe_read.MOST).split("\n")
    faults = {"has changed since it was listed": differ.changed, "is listed, and isn't there": differ.gone}
    for fault, names in faults.items():
        for name in names:
            line = next((number for number, text in enumerate(lines, 1) if f'"{name}"' in text), 1)
            yield Problem(path, line, f"'{name}' {fault}; put it back, or have the list made anew")
