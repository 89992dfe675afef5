"""A lesson's MyST Markdown, with its front matter -> `Lesson`.

By the option `after`, exercises build on exercises above them, and answers to those run first.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from pathlib import Path
from typing import get_type_hints

from msgspec import Struct, field
from msgspec.structs import replace

from tuitutor.course.digest import digest
from tuitutor.course.directives import Directive, read_code, readable
from tuitutor.course.exercises import SolutionPart, read_exercise, read_solution, refuse_lesson_blocks, refuse_outside
from tuitutor.course.findings import Findings
from tuitutor.course.model import NOT_RUN_BY_READER, Block, Cell, Exercise, Lesson, Prose, RecallItem
from tuitutor.course.pieces import Chunk, Group, YamlBlock, split_lesson
from tuitutor.course.predictions import read_prediction, unanswered
from tuitutor.course.reading import read_entry
from tuitutor.course.recall import read_recall
from tuitutor.course.yamltree import YamlValue, read_yaml
from tuitutor.spelling import all_of, misspelt, nearest, suggestion


def parse_lesson(text: str, path: Path, findings: Findings | None = None) -> Lesson:
    """The lesson in `text`, with all parts that can be shown. Never raises: mistakes become `problems`.

    `text` has plain line ends; `findings` has the problems of reading the file.
    """
    findings = findings or Findings(path, lines=text.count("\n") + 1)
    front_matter, groups = split_lesson(text, findings)
    matter = read_front_matter(front_matter, findings)
    items: list[RecallItem] = []
    blocks = tuple(_blocks(groups, items, findings))
    return Lesson(
        id=path.stem,
        path=path,
        title=matter.title or path.stem,
        summary=matter.summary,
        minutes=matter.minutes,
        objectives=tuple(matter.objectives),
        blocks=blocks,
        problems=findings.sorted(),
        coach=matter.coach,
        items=tuple(items),
    )


def _blocks(groups: list[Group], items: list[RecallItem], findings: Findings) -> Iterator[Block]:
    """The blocks to show. Items to recall, which aren't shown, are added to `items`."""
    solutions: dict[str, SolutionPart] = {}
    for group in groups:
        if group.opener is not None and group.opener.name == "solution-start":
            solution = read_solution(group.opener, group.pieces, findings)
            if solution.label in solutions:
                findings.add(solution.opener.line, f"found a second solution of '{solution.label}'; keep one of them")
            solutions.setdefault(solution.label, solution)
    sources: Counter[str] = Counter()  # of the cells so far
    openers = [group.opener for group in groups if group.opener is not None]
    every = [opener.option("label") for opener in openers if opener.name == "exercise-start"]
    above: dict[str, Exercise] = {}
    folded: set[str] = set()  # their labels, with case folded
    for group in groups:
        if group.opener is None:
            yield from _open_text(group, sources, items, findings)
        elif group.opener.name == "exercise-start":
            label = group.opener.option("label")
            if label and label.casefold() in folded:
                findings.add(group.opener.line, f"found a second exercise labelled '{label}'; labels are unique")
            folded.add(label.casefold())
            exercise = read_exercise(group.opener, group.pieces, solutions.get(label), findings)
            above[label] = exercise = continuing(exercise, group.opener, above, every, findings)
            yield exercise
    for solution in solutions.values():
        if solution.label and solution.label not in above:
            near = suggestion(solution.label, sorted(filter(None, above)))
            what = f"this solution's exercise '{solution.label}' is not in this lesson"
            findings.add(solution.opener.line, f"{what}; {near}")


def _open_text(group: Group, above: Counter[str], items: list[RecallItem], findings: Findings) -> Iterator[Block]:
    """Prose and cells that belong to no exercise; items to recall are added to `items`."""
    question: list[YamlBlock] = []  # the block right above, if no cell has answered it
    for piece in group.pieces:
        if isinstance(piece, YamlBlock) and piece.word == "recall":  # readers don't see it
            item = read_recall(piece, findings)
            if item is not None and any(item.id.casefold() == other.id.casefold() for other in items):
                findings.add(piece.line, f"found a second item called '{item.id}'; ids are unique")
            items += [item] if item is not None else []
            continue
        if question and not isinstance(piece, Directive):
            refuse_lesson_blocks(question, findings)
            question = []
        match piece:
            case Chunk():
                if text := readable(piece.text, piece.line, findings):
                    yield Prose(text, piece.line)
            case YamlBlock("predict"):
                question = [piece]
            case YamlBlock():
                refuse_outside(piece, findings)
            case Directive():
                yield _cell(piece, question[0] if question else None, above, findings)
                question = []
    refuse_lesson_blocks(question, findings)


def _cell(piece: Directive, question: YamlBlock | None, above: Counter[str], findings: Findings) -> Cell:
    """A cell of the lesson's own, with the question right above it; a problem if it cannot answer that."""
    code = read_code(piece, findings, ("alt",), may_fail=True)
    for tag in sorted(code.tags & {"starter", "solution", "measure"}):
        place = "a {solution-start}" if tag == "solution" else "an {exercise-start}"
        findings.add(code.line, f"found a '{tag}' cell outside an exercise; put it after {place}")
    unrun = min(code.tags & NOT_RUN_BY_READER, default="")
    if unrun and "run-first" in code.tags:
        findings.add(code.line, f"the reader doesn't run a '{unrun}' cell, so it can't be 'run-first'")
    number, repeat = above.total(), above[code.original]
    above[code.original] += 1
    key = digest(f"{code.original}\0{repeat}" if repeat else code.original)
    prediction = read_prediction(question.text, question.line + 1, findings) if question is not None else None
    if question is not None and unrun:
        findings.add(question.line, f"the reader doesn't run a '{unrun}' cell; put this before another one")
    elif question is not None and prediction is not None and (why := unanswered(prediction, code.source)):
        findings.add(question.line, why)
    return Cell(number, key, code.source, code.line, code.tags, prediction, piece.option("alt"))


class FrontMatter(Struct):
    """The keys that tuitutor reads; there may be others, such as Jupyter's `jupytext` and `kernelspec`.

    `coach: false` silences the coach, for lessons where finding the mistake is the task.
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
    """The front matter; its text starts on the file's line 2. Missing and wrong keys have their defaults."""
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


def continuing(
    exercise: Exercise,
    opener: Directive,
    above: Mapping[str, Exercise],
    every: Collection[str],
    findings: Findings,
) -> Exercise:
    """The exercise with all exercises that it builds on, directly or not, and a note on them in its task.

    `above` are the lesson's exercises so far, by label, and `every` are all labels of the lesson. An exercise builds
    only on exercises above it, so there is no circle.
    """
    built_on: set[str] = set()
    for name in opener.option("after").replace(",", " ").split():
        if fault := _unfit(name, exercise.label, above, every):
            findings.add(opener.options["after"].line, f"in 'after': {fault}")
        else:
            built_on |= {name, *above[name].after}
    if not built_on:
        return exercise
    after = tuple(label for label in above if label in built_on)
    note = _note([above[label] for label in after])
    labels = " ".join(above[label].first_label for label in after)

    def marked(variant: Exercise) -> Exercise:
        noted = replace(variant, after=after, prose=f"{variant.prose}\n\n{note}".strip())
        if variant.released:  # a release wrote its version
            return noted
        version, public = (digest(f"{old}\0after {labels}") for old in (variant.version, variant.public_version))
        return replace(noted, version=version, public_version=public)

    return replace(marked(exercise), variants=tuple(map(marked, exercise.variants)))


def _unfit(name: str, label: str, above: Mapping[str, Exercise], every: Collection[str]) -> str:
    """Why the exercise `label` can't build on the exercise `name`; "" if it can."""
    if name == label:
        return f"'{name}' is this exercise itself; name one above it"
    if name not in above:
        near = suggestion(name, above)
        there = f"'{name}' stands below this exercise; put it above, since its answer runs first"
        return there if name in every else f"there is no exercise '{name}' in this lesson; {near}"
    if above[name].only_asks or above[name].challenge is not None:
        return f"an answer to '{name}' isn't code, so it can't run first; name an exercise with code"
    return ""


def _note(builds_on: list[Exercise]) -> str:
    """A note to the learner. A learner's edition has no solution that could stand in."""
    solved = all(exercise.solution for exercise in builds_on)
    if len(builds_on) == 1:
        own = "your passed answer to it, or else its solution, runs first" if solved else "your answer to it runs first"
        return f"*This builds on “{builds_on[0].title}”: {own}.*"
    titles = all_of([f"“{exercise.title}”" for exercise in builds_on])
    own = "your passed answers to them, or else their solutions, run" if solved else "your answers to them run"
    return f"*This builds on {titles}: {own} first.*"
