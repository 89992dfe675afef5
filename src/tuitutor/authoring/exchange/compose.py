"""The blocks of a lesson -> its text, with remarks by line on what a person must still decide."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from math import ceil
from pathlib import Path

from tuitutor.authoring.exchange.blocks import Block, CodeBlock, Imported, ProposedTask, SourceLesson, Text
from tuitutor.authoring.exchange.caution import MAY_BE_SLOW, NEEDS_NETWORK, cautions
from tuitutor.authoring.exchange.needs import tag_setup, tell_missing
from tuitutor.authoring.exchange.proposals import proposals
from tuitutor.authoring.exchange.splitting import split
from tuitutor.authoring.proofreading import MINUTES_A_QUESTION, MINUTES_AN_EXERCISE, minutes_needed
from tuitutor.authoring.scaffold import JUPYTER, in_yaml
from tuitutor.course.directives import readable
from tuitutor.course.fences import fenced
from tuitutor.course.findings import Findings
from tuitutor.course.markdown import parse_lesson
from tuitutor.course.pieces import as_written
from tuitutor.course.python_cells import plain_python
from tuitutor.spelling import all_of

YOURS = "# your code here"
_TAKE = "# Remove the '# ' from the checks that fit, delete the others, and try them with: tuitutor lint --run"


def compose(source: SourceLesson) -> list[Imported]:
    """The lesson's text, or those of its parts if it is too long for one sitting.

    Cells that exercises need become setup; code that cannot run here is only shown.
    """
    blocks = [_show_if_broken(block) for block in source.blocks]
    return [_compose_part(part) for part in split(replace(source, blocks=blocks))]


def _compose_part(source: SourceLesson) -> Imported:
    blocks = source.blocks
    tasks = [block for block in blocks if isinstance(block, ProposedTask)]
    # names become labels, which begin with the id of the lesson, so that they are unique in the course
    taken: set[str] = set()
    for task in tasks:
        stem = re.sub(r"[^A-Za-z0-9]+", "-", task.name).strip("-").lower()[:40].rstrip("-") or "exercise"
        task.name = first = f"{source.id}-{stem}"
        number = 1
        while task.name.casefold() in taken:
            number += 1
            task.name = f"{first}-{number}"
        taken.add(task.name.casefold())
    tag_setup(blocks)
    tell_missing(blocks)
    once = _write(source, blocks, source.front.minutes or 1)
    if not source.front.minutes or source.whole:
        lesson = parse_lesson(once.text, Path(f"{source.id}.md"))
        bare = sum(not task.checks for task in tasks)  # a task without checks counts as a question
        needed = minutes_needed(lesson) + (MINUTES_AN_EXERCISE - MINUTES_A_QUESTION) * bare
        once = _write(source, blocks, max(ceil(needed), source.front.minutes) or 1)
    return Imported(source.id, once.text, tuple(sorted(once.remarks)), source.files, source.whole)


def code_fence(source: str, tags: list[str]) -> str:
    """A code cell in MyST."""
    head = [f":tags: [{', '.join(tags)}]", ""] if tags else [""] if source.startswith((":", "---")) else []
    return fenced("{code-cell} ipython3", "\n".join([*head, source]))


def quoted(name: str, title: str, body: str) -> str:
    """A directive with a title, but for the backticks in it, which would end the fence, and a body."""
    return fenced(f"{{{name}}} {' '.join(title.replace('`', '').split())}".rstrip(), body)


def _show_if_broken(block: Block) -> Block:
    """A cell that is not valid Python, which would break the lesson, becomes code to read; so does a starter or a
    solution, in the text beside it.
    """
    if isinstance(block, CodeBlock) and not {"raises-exception", "skip-execution"} & set(block.tags):
        if fault := plain_python(block.source)[1]:
            said = f"this isn't valid Python ({fault.text}), so it is shown and not run; correct it and make it a cell"
            return Text(fenced("python", block.source), [(0, said)])
    elif isinstance(block, ProposedTask):
        texts = block.prose, block.explanation
        if fault := plain_python(block.starter)[1]:
            block.remarks.append(f"its starter isn't valid Python ({fault.text}), so it is in the text; correct it")
            texts[0].source = "\n\n".join(filter(None, [texts[0].source.rstrip(), fenced("python", block.starter)]))
            block.starter = YOURS
        if fault := plain_python(block.solution)[1]:
            block.about = f"its code isn't valid Python ({fault.text}) and stands below as text"
            texts[1].source = "\n\n".join(filter(None, [texts[1].source.rstrip(), fenced("python", block.solution)]))
            block.solution = ""
    return block


@dataclass(slots=True)
class Page:
    """A lesson's text while it is written, with a blank line between its parts, and the remarks with their lines.

    With `notes` the remarks are comments in the text too, above what they are about.
    """

    notes: bool = False
    parts: list[str] = field(default_factory=list)
    remarks: list[tuple[int, str]] = field(default_factory=list)
    line: int = 1  # of the next part

    def add(self, text: str, *remarks: str, at: int = 0) -> None:
        """Add text after a blank line, with remarks on its first line, or on the one `at` so many below."""
        self.say(Text(text, [(at, said) for said in remarks]))

    def say(self, text: Text) -> None:
        """Add Markdown with its remarks."""
        if text.remarks and self.notes:
            self._put(write_notes(said for _, said in text.remarks))
        first = self._put(text.source) if text.source.strip() else max(1, self.line - 2)
        self.remarks += [(first + line, said) for line, said in text.remarks]

    def _put(self, part: str) -> int:
        first = self.line
        self.parts.append(part)
        self.line += part.count("\n") + 2
        return first

    @property
    def text(self) -> str:
        return "\n\n".join(self.parts) + "\n"


def _write(source: SourceLesson, blocks: list[Block], minutes: int) -> Page:
    page = Page(notes=True)
    front = source.front
    summary = [f"summary: {in_yaml(front.summary)}"] if front.summary else []
    objectives = ["objectives:", *(f"  - {in_yaml(each)}" for each in front.objectives)] if front.objectives else []
    head = [f"title: {in_yaml(front.title)}", *summary, f"minutes: {minutes}", *objectives]
    page.add("\n".join(["---", *head, JUPYTER.rstrip(), "---"]))
    said = list(source.remarks)
    later = source.whole not in ("", source.id)  # the first of its parts has what all of them share
    if lacking := [name for name, has in (("summary", summary), ("objectives", objectives)) if not (has or later)]:
        said.append(f"the front matter has no {' and no '.join(lacking)} yet; say what learners can do afterwards")
    if said:
        page.add(write_notes(said))
        page.remarks += [(1, each) for each in said]
    told = _cautions_once([block for block in blocks if isinstance(block, CodeBlock)])
    for block in blocks:
        match block:
            case Text():
                page.say(block)
            case CodeBlock():
                page.add(code_fence(block.source, block.tags), *block.remarks, *told[id(block)])
            case ProposedTask():
                _write_task(page, block)
    return page


def _cautions_once(cells: Sequence[CodeBlock]) -> dict[int, list[str]]:
    """What should be known of each cell, by its identity; what holds for many in a lesson is told at the first."""
    found = {id(cell): [] if cell.is_repeated else cautions(cell) for cell in cells}
    for kind in (NEEDS_NETWORK, MAY_BE_SLOW):
        alike = [
            (number, cell, said)
            for number, cell in enumerate(cells, start=1)
            for said in found[id(cell)]
            if said.startswith(kind)
        ]
        for _, cell, said in alike[1:] if len(alike) > 2 else ():
            found[id(cell)].remove(said)
        if len(alike) > 2:
            (_, first, said), *more = alike
            numbers = all_of([f"{number}" for number, _, _ in more])
            found[id(first)] = [f"{each}; so do cells {numbers}" if each == said else each for each in found[id(first)]]
    return found


def _write_task(page: Page, task: ProposedTask) -> None:
    label = task.name
    options = [f":label: {label}", *([f":after: {', '.join(task.after)}"] if task.after else [])]
    page.add(quoted("exercise-start", task.title, "\n".join(options)), *task.remarks)
    page.say(task.prose)
    page.add(code_fence(task.starter, ["starter"]))
    if task.measure:
        measured = ":tags: [measure, skip-execution]\n:in-place: true"  # a notebook's tests call the answer's functions
        page.add(fenced("{code-cell} ipython3", f"{measured}\n\n{task.measure}"))
    _write_checks(page, task, label)
    for hint in task.hints:
        if readable(hint.source, 1, Findings(Path())):
            page.say(Text(quoted("hint", "", hint.source), [(line + 1, said) for line, said in hint.remarks]))
        else:  # nothing, or a comment
            page.say(hint)
    page.add("```{exercise-end}\n```")
    why = task.about or "its solution has no code"
    lacking = f"'{label}' has no solution cell: {why}; write one, or make it a question only"
    page.add(f"```{{solution-start}} {label}\n```", *([] if task.solution.strip() else [lacking]))
    if task.solution.strip():
        page.add(code_fence(task.solution, ["solution"]))
    page.say(task.explanation)
    page.add("```{solution-end}\n```")


def _write_checks(page: Page, task: ProposedTask, label: str) -> None:
    if task.checks:
        page.add("\n".join(["```yaml checks", *task.checks, "```"]))
        return
    offered = [*task.proposed, *proposals(task.solution, task.starter, task.prose.source, task.explanation.source)]
    lines = [f"# {line}" for check in offered for line in check.split("\n")]
    choose = {0: "write some", 1: "take the one that is proposed here, or write others"}
    what = choose.get(len(offered), f"choose among the {len(offered)} that are proposed here, or write others")
    page.add("\n".join(["```yaml checks", _TAKE, *lines, "```"]), f"'{label}' has no checks yet; {what}", at=1)


def comment(text: str) -> str:
    """An HTML comment, which is kept for the author and which no learner sees."""
    return f"<!-- {text.replace('-->', '-- >')} -->"


_MARK = "% To decide: "
_TO_DO = re.compile(rf"^{re.escape(_MARK)}(.*)$")


def write_notes(remarks: Iterable[str]) -> str:
    """Comments that say this, a line each, which no reader sees."""
    return "\n".join(_MARK + " ".join(said.split()) for said in dict.fromkeys(remarks))


def read_notes(text: str) -> list[tuple[int, str]]:
    """What a lesson's comments still say, each with its line, from 1."""
    lines = enumerate(text.split("\n"), start=1)
    return [(number, found[1]) for number, line in lines if (found := _TO_DO.match(line))]


def notes_above(text: str, line: int) -> list[int]:
    """The lines, from 1, of the comments right above the block that has this line; they are about it."""
    starts = [piece.line for piece, _ in as_written(text)[1] if piece.line <= line]
    above = list(enumerate(text.split("\n")[: max(starts, default=line) - 1], start=1))
    while above and not above[-1][1].strip():
        above.pop()
    found: list[int] = []
    while above and _TO_DO.match(above[-1][1]):
        found.append(above.pop()[0])
    return found
