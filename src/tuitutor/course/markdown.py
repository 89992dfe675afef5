"""A lesson's MyST Markdown -> `Lesson`."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from tuitutor.course.cells import read_code, read_guess
from tuitutor.course.continuing import continuing
from tuitutor.course.digest import digest
from tuitutor.course.directives import Directive, readable
from tuitutor.course.exercises import SolutionPart, read_exercise, read_solution, refuse_guesses
from tuitutor.course.findings import Findings
from tuitutor.course.frontmatter import read_front_matter
from tuitutor.course.model import Block, Cell, Exercise, Lesson, Prose
from tuitutor.course.pieces import ChecksBlock, Chunk, Group, PredictBlock, VariantsBlock, WorldBlock, split_lesson
from tuitutor.spelling import suggestion


def parse_lesson(text: str, path: Path, findings: Findings | None = None) -> Lesson:
    """The lesson in `text`. Never raises: what is wrong is in `problems`, and what can be shown is kept.

    `text` has plain line ends; `findings` has the problems already found when the file was read.
    """
    findings = findings or Findings(path, lines=text.count("\n") + 1)
    front_matter, groups = split_lesson(text, findings)
    matter = read_front_matter(front_matter, findings)
    blocks = tuple(_blocks(groups, findings))
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
    )


def _blocks(groups: list[Group], findings: Findings) -> Iterator[Block]:
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
    labels: set[str] = set()
    folded: set[str] = set()  # the same, with their case folded
    for group in groups:
        if group.opener is None:
            yield from _open_text(group, sources, findings)
        elif group.opener.name == "exercise-start":
            label = group.opener.option("label")
            if label and label.casefold() in folded:
                findings.add(group.opener.line, f"found a second exercise labelled '{label}'; labels are unique")
            labels.add(label)
            folded.add(label.casefold())
            exercise = read_exercise(group.opener, group.pieces, solutions.get(label), findings)
            above[label] = exercise = continuing(exercise, group.opener, above, every, findings)
            yield exercise
    for solution in solutions.values():
        if solution.label and solution.label not in labels:
            near = suggestion(solution.label, sorted(filter(None, labels)))
            what = f"this solution's exercise '{solution.label}' is not in this lesson"
            findings.add(solution.opener.line, f"{what}; {near}")


def _open_text(group: Group, above: Counter[str], findings: Findings) -> Iterator[Block]:
    """Prose and cells that belong to no exercise."""
    asked: list[PredictBlock] = []  # the block right above, not answered yet
    for piece in group.pieces:
        if asked and not isinstance(piece, Directive):
            refuse_guesses(asked, findings)
            asked = []
        match piece:
            case Chunk():
                text = readable(piece.text, piece.line, findings)
                if text:
                    yield Prose(text, piece.line)
            case ChecksBlock():
                findings.add(piece.line, "found checks outside an exercise; put them between its start and end")
            case VariantsBlock():
                findings.add(piece.line, "found variants outside an exercise; put them between its start and end")
            case WorldBlock():
                findings.add(piece.line, "found a world outside an exercise; put it between its start and end")
            case PredictBlock():
                asked = [piece]
            case Directive():
                yield _cell(piece, asked[0] if asked else None, above, findings)
                asked = []
    refuse_guesses(asked, findings)


def _cell(piece: Directive, asked: PredictBlock | None, above: Counter[str], findings: Findings) -> Cell:
    """A cell of the lesson's own, with the question `asked` right above it; a problem if it cannot answer that."""
    code = read_code(piece, findings, ("alt",), may_fail=True)
    for tag in sorted(code.tags & {"starter", "solution", "measure"}):
        place = "a {solution-start}" if tag == "solution" else "an {exercise-start}"
        findings.add(code.line, f"found a '{tag}' cell outside an exercise; put it after {place}")
    number, repeat = above.total(), above[code.original]
    above[code.original] += 1
    key = digest(f"{code.original}\0{repeat}" if repeat else code.original)
    guess = read_guess(asked.text, asked.line + 1, findings) if asked is not None else None
    if asked is not None and (tags := sorted(code.tags & {"setup", "skip-execution"})):
        findings.add(asked.line, f"the reader doesn't run a '{tags[0]}' cell; put this before another one")
    elif asked is not None and guess is not None and (why := guess.unmet(code.source)):
        findings.add(asked.line, why)
    return Cell(number, key, code.source, code.line, code.tags, guess, piece.option("alt"))
