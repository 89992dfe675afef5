"""The `yaml checks` block of an exercise -> checks. All faults of all checks are found, with their lines."""

from __future__ import annotations

import json
import math
from collections import Counter
from collections.abc import Iterator
from graphlib import CycleError, TopologicalSorter
from typing import Any

from msgspec import Struct

from tuitutor.course.bounds import InvalidCheck
from tuitutor.course.checks import KINDS, SHARED, Check
from tuitutor.course.choices import Question
from tuitutor.course.digest import digest
from tuitutor.course.findings import OF_THE_LMS, Findings
from tuitutor.course.kind import CheckKind, Later
from tuitutor.course.reading import as_strings, found, read_entry
from tuitutor.course.yamltree import Plain, YamlValue, read_yaml
from tuitutor.spelling import nearest, one_of, suggestion

_MOST_NAMED = 12  # names in a sentence


class CheckList(Struct, frozen=True):
    """An exercise's checks. `version` hashes `tasks`: the YAML of the checks, if they have no problem, without names
    and feedback.
    """

    checks: tuple[Check, ...]
    version: str
    tasks: tuple[dict[str, Plain], ...] = ()


class _Draft(Struct):
    """A check being read. `kind` is None if it could not be read; its name still counts for others' needs.

    `shared` has the other keys that all checks share.
    """

    key: str
    line: int
    name: str
    kind: CheckKind | None
    needs: list[tuple[str, int]]
    shared: dict[str, Any]


def read_checks(text: str, first_line: int, findings: Findings) -> CheckList:
    """The checks of a YAML list whose first line is `first_line` of the file."""
    before = len(findings.problems)
    root = read_yaml(text, first_line, findings)
    if root is None or not root.plain:
        if len(findings.problems) == before:
            findings.add(first_line, "there are no checks here; expected a list, such as '- built_from: layers'")
        return CheckList((), "")
    if not isinstance(root.plain, list):
        findings.add(root.line, f"found {found(root)}; expected a list of checks, each started with '- '")
        return CheckList((), "")
    sound = len(findings.problems) == before
    drafts = [draft for entry in root.items.values() if (draft := _draft(entry, findings)) is not None]
    _name_all(drafts, findings)
    needs = _resolve_needs(drafts, sound and len(drafts) == len(root.items), findings)
    checks = tuple(
        Check(draft.kind, draft.name, needs=needs[draft.name], line=draft.line, **draft.shared)
        for draft in drafts
        if draft.kind is not None
    )
    tasks = tuple(_tasks(root))
    return CheckList(checks, digest(json.dumps(tasks, sort_keys=True)), tasks)


def _draft(entry: YamlValue, findings: Findings) -> _Draft | None:
    if not isinstance(entry.plain, dict):
        findings.add(entry.line, f"found {found(entry)}; expected a check, such as 'built_from: layers'")
        return None
    items = entry.items
    keys = [key for key in items if key in KINDS]
    _refuse_unknown(entry, bool(keys), findings)
    if len(keys) > 1:
        findings.add(entry.line, f"found the checks {', '.join(keys)} in one entry; give each its own '- '")
    later = _flag("later", items.get("later"), findings)
    if not keys and not later:
        if all(key in SHARED for key in items):
            findings.add(entry.line, f"this entry has no check; expected {one_of(KINDS)}")
        return None
    key = keys[0] if keys else Later.key
    kind = _kind(key, items[key], entry.key_lines[key], findings, later) if keys else Later()
    needs = [items["needs"]] if "needs" in items else []
    if needs and isinstance(needs[0].plain, list):
        needs = list(needs[0].items.values())
    return _Draft(
        key=key,
        line=entry.line,
        name=_text(items.get("name"), "name", findings),
        kind=kind,
        needs=[(need, item.line) for item in needs if (need := _text(item, "needs", findings))],
        shared={
            "points": _points(items.get("points"), findings),
            "feedback": _text(items.get("feedback"), "feedback", findings),
            "later": later,
            "best": _best(items.get("best"), kind, findings),
        },
    )


def _refuse_unknown(entry: YamlValue, has_check: bool, findings: Findings) -> None:
    """In an entry without a check, an unknown key counts as a misspelt check, unless it is closer to a shared key."""
    known = SHARED if has_check else (*KINDS, *SHARED)
    for key, line in entry.key_lines.items():
        if key not in KINDS and key not in SHARED:
            what = "key" if has_check or nearest(key, known) in SHARED else "check"
            hint = OF_THE_LMS if key == "person" else suggestion(key, known)
            findings.add(line, f"unknown {what} '{key}'; {hint}")


def _kind(key: str, entry: YamlValue, line: int, findings: Findings, later: bool) -> CheckKind | None:
    """The kind of check; if it is graded `later`, only the part for learners: a question's choices."""
    kind = KINDS[key]
    make = Question.without_answer if later and kind is Question else kind.make()
    try:
        made: CheckKind | None = read_entry(as_strings(entry) if kind.as_written else entry, make, findings, key)
        if made is not None:
            made.require_possible()
    except InvalidCheck as error:
        findings.add(line, f"in '{key}': {error}")
        return None
    return Later() if later and made is not None and kind is not Question else made


# ---- keys that all checks share


def _text(entry: YamlValue | None, key: str, findings: Findings) -> str:
    if entry is None:
        return ""
    written = as_strings(entry).plain
    if not isinstance(written, str) or not written.strip():
        findings.add(entry.line, f"in '{key}': found {found(entry)}; expected text")
        return ""
    return written.strip()


def _flag(key: str, entry: YamlValue | None, findings: Findings) -> bool:
    return entry is not None and read_entry(entry, bool, findings, key) is True


def _best(entry: YamlValue | None, kind: CheckKind | None, findings: Findings) -> bool:
    if entry is None or not _flag("best", entry, findings):
        return False
    if isinstance(kind, Later):  # the check itself may count something
        return False
    if kind is not None and all(getattr(kind, name) is None for name in kind.counts):
        counts = ", or of ".join(f"{one_of(other.counts)} in {key}" for key, other in KINDS.items() if other.counts)
        findings.add(entry.line, f"in 'best': this check counts nothing; a personal best is one of {counts}")
        return False
    return True


def _points(entry: YamlValue | None, findings: Findings) -> float:
    if entry is None:
        return 1.0
    value = entry.plain
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value < math.inf:
        findings.add(entry.line, f"in 'points': found {found(entry)}; expected a number, 0 or more")
        return 1.0
    return float(value)


# ---- all checks together


def _name_all(drafts: list[_Draft], findings: Findings) -> None:
    """Report second uses of a name, and name the checks without one."""
    taken: set[str] = set()
    for draft in drafts:
        if draft.name in taken:
            findings.add(draft.line, f"found a second check named '{draft.name}'; names are unique in an exercise")
            draft.name = ""
        if draft.name:
            taken.add(draft.name)
    numbers: Counter[str] = Counter()
    for draft in drafts:
        if not draft.name:
            title = draft.kind.default_name if draft.kind is not None else KINDS[draft.key].title
            while not draft.name or draft.name in taken:
                numbers[title] += 1
                draft.name = title if numbers[title] == 1 else f"{title} {numbers[title]}"
            taken.add(draft.name)


def _resolve_needs(drafts: list[_Draft], all_known: bool, findings: Findings) -> dict[str, tuple[str, ...]]:
    """The checks' needs as names. A need is a check's name, or a key of checks, which means all with this key.

    Unless `all_known`, an unknown need may be a check that could not be read, so it isn't a problem.
    """
    by_word: dict[str, list[str]] = {}
    for draft in drafts:
        by_word.setdefault(draft.key, []).append(draft.name)
    by_word |= {draft.name: [draft.name] for draft in drafts}
    unknown = {word: line for draft in reversed(drafts) for word, line in draft.needs if word not in by_word}
    for word, line in unknown.items() if all_known else ():
        few = f"expected {one_of(draft.name for draft in drafts[:_MOST_NAMED])}"
        hint = suggestion(word, by_word, otherwise=few)
        findings.add(line, f"in 'needs': there is no check '{word}' here; {hint}")
    needs: dict[str, tuple[str, ...]] = {}
    for draft in drafts:
        names = (name for word, _ in draft.needs for name in by_word.get(word, ()))
        needs[draft.name] = tuple(dict.fromkeys(names))
    try:
        TopologicalSorter(needs).prepare()
    except CycleError as error:
        cycle: list[str] = error.args[1]
        line = next(draft.line for draft in drafts if draft.name == cycle[0])
        findings.add(line, f"these checks need each other, so none can start: {' -> '.join(reversed(cycle))}")
    return needs


def _tasks(root: YamlValue) -> Iterator[dict[str, Plain]]:
    """The checks as YAML has them, without the keys that leave the task as it is."""
    for item in root.items.values():
        if isinstance(item.plain, dict):
            task = {key: value for key, value in item.plain.items() if key not in ("name", "feedback", "best")}
            for key, value in task.items():
                if key in KINDS and isinstance(value, dict):
                    task[key] = {name: part for name, part in value.items() if name not in KINDS[key].unasked}
            yield task
