"""A lesson's front matter: what the contents page says about it."""

from __future__ import annotations

from typing import get_type_hints

from msgspec import Struct, field

from tuitutor.course.findings import Findings
from tuitutor.course.reading import read_entry
from tuitutor.course.yamltree import YamlValue, read_yaml
from tuitutor.spelling import misspelt, nearest


class FrontMatter(Struct):
    """The keys that tuitutor reads; Jupyter's (`jupytext`, `kernelspec`) and any others may be there too.

    `coach: false` keeps the coach silent, for lessons where finding the mistake is the task.
    """

    title: str = ""
    summary: str = ""
    minutes: int = 0
    objectives: list[str] = field(default_factory=list)
    coach: bool = True


_FORMS: dict[str, type] = get_type_hints(FrontMatter)
# Keys of Jupyter Book that look like ours.
_OTHERS = frozenset({"subtitle", "short_title", "subject", "subjects"})


def read_front_matter(text: str | None, findings: Findings) -> FrontMatter:
    """The front matter; its text starts on the file's line 2. Keys that are missing or wrong keep their defaults."""
    matter = FrontMatter()
    if text is None:
        findings.add(1, "there is no front matter; expected a line '---', 'title: …' and another '---' at the top")
        return matter
    before = len(findings.problems)
    entry = read_yaml(text, 2, findings)
    sound = len(findings.problems) == before
    if entry is not None and not isinstance(entry.plain, dict):
        findings.add(entry.line, "the front matter holds no 'key: value' lines; expected 'title: …'")
        return matter
    items = entry.items if entry is not None else {}
    for key, form in _FORMS.items():
        if key in items:
            _set(matter, key, items[key], form, findings)
    title_is_meant = any(nearest(key, ["title"]) for key in items.keys() - _OTHERS)
    if "title" not in items and sound and not title_is_meant:
        findings.add(1, "the front matter has no title; expected a line 'title: …'")
    for key, line in entry.key_lines.items() if entry is not None else ():
        if near := misspelt(key, _FORMS, _OTHERS):
            findings.add(line, f"unknown key '{key}'; did you mean '{near}'?")
    return matter


def _set(matter: FrontMatter, key: str, entry: YamlValue, form: type, findings: Findings) -> None:
    value = entry.text.strip() if form is str and not entry.items else read_entry(entry, form, findings, key)
    if value is None:
        return
    if key == "minutes" and isinstance(value, int) and value < 1:
        findings.add(entry.line, f"in 'minutes': found {value}; expected how long the lesson takes, 1 or more")
        return
    if key == "title" and not value:
        findings.add(entry.line, "in 'title': found no text; expected the lesson's title")
        return
    setattr(matter, key, value)
