"""A lesson that takes too long for one sitting -> parts of it, cut at headings, that link to each other."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from math import ceil, inf
from urllib.parse import unquote

from mdit_py_plugins.anchors.index import slugify

from tuitutor.authoring.exchange.blocks import Block, CodeBlock, Front, Imported, ProposedTask, SourceLesson, Text
from tuitutor.authoring.exchange.caution import MAY_BE_SLOW, NEEDS_NETWORK, cautions
from tuitutor.authoring.exchange.needs import cell_names, task_names
from tuitutor.authoring.proofreading import LONGEST, MINUTES_A_CELL, MINUTES_AN_EXERCISE, WORDS_A_MINUTE
from tuitutor.authoring.references import read_references
from tuitutor.course.python_cells import plain_python

_HEADING = re.compile(r"^ {0,3}(#{1,6})[ \t]+\S")
_FENCE = re.compile(r"^ {0,3}(`{3,}|~{3,}|:{3,})")
_DEFINITION = re.compile(r"^ {0,3}\[([^\]\n^]+)\]:[ \t]*([^\n]+)$", re.MULTILINE)
USED_LINK = re.compile(r"\]\[([^\]\n]+)\]|\[([^\]\n]+)\](?![\[(:])")
_TO_ANCHOR = re.compile(r"(\]\()((?:[\w.-]+\.md)?)#([^)\s]+)")
_LESS = LONGEST - 2  # minutes that a part may have without the cells that it repeats
_DEEPER, _MORE, _TORN = 0.4, 0.3, 5.0  # what a cut at a lesser heading, another part, and a cut between exercises cost


@dataclass(slots=True)
class _Section:
    """What stands below a heading of this level (0: nothing does), and how many minutes it takes."""

    level: int
    blocks: list[Block] = field(default_factory=list)
    minutes: float = 0.0


def split(source: SourceLesson) -> list[SourceLesson]:
    """The lesson, or its parts if it takes more than an hour. The first part keeps its id.

    A part repeats the cells before it whose results it needs.
    """
    sections = list(_sections(source.blocks))
    read = sum(section.minutes for section in sections)
    stretch = max(1.0, source.front.minutes / read) if read else 1.0
    for section in sections:
        section.minutes *= stretch
    if read * stretch <= LONGEST or len(sections) < 2:
        return [source]
    ends = _best_cuts(sections)
    parts = [sections[first:end] for first, end in zip([0, *ends], [*ends, len(sections)], strict=True)]
    return list(_as_lessons(source, parts)) if len(parts) > 1 else [source]


def _as_lessons(source: SourceLesson, parts: Sequence[Sequence[_Section]]) -> Iterator[SourceLesson]:
    ids = [source.id if not at else f"{source.id}-{at + 1}" for at in range(len(parts))]
    titles = [f"{source.front.title} ({at + 1} of {len(parts)})" for at in range(len(parts))]
    links = [f"[{title}]({name}.md)" for title, name in zip(titles, ids, strict=True)]
    before: list[Block] = []
    for at, part in enumerate(parts):
        blocks = [block for section in part for block in section.blocks]
        head: list[Block] = []
        if not at:
            blocks = _retitled(blocks, source.front.title, titles[0])
        else:
            head = [Text(f"# {titles[at]}\n\nThis goes on from {links[at - 1]}."), *_repeated(before, blocks)]
        foot: list[Block] = [Text(f"This goes on in {links[at + 1]}.")] if at + 1 < len(parts) else []
        # the definitions of links that these blocks use, and that are elsewhere in the lesson
        whole, here = "\n".join(_texts_in(source.blocks)), "\n".join(_texts_in(blocks))
        has = {label.lower() for label, _ in _DEFINITION.findall(here)}
        used = {(first or second).lower() for first, second in USED_LINK.findall(here)} - has
        lines = [found[0].strip() for found in _DEFINITION.finditer(whole) if found[1].lower() in used]
        foot += [Text("\n".join(dict.fromkeys(lines)))] if lines else []
        minutes = ceil(sum(section.minutes for section in part)) if source.front.minutes else 0
        front = Front(titles[at], source.front.summary, minutes, source.front.objectives if not at else [])
        files, remarks = (source.files, source.remarks) if not at else ({}, [])
        yield SourceLesson(ids[at], front, [*head, *blocks, *foot], files, remarks, source.id)
        before += blocks


def _retitled(blocks: Sequence[Block], title: str, new: str) -> list[Block]:
    """The blocks, in which the title at the top of the lesson is the new one."""
    heading, retitled = re.compile(rf"^(#{{1,6}}) {re.escape(title)}[ \t#]*$", re.MULTILINE), list(blocks)
    for at, block in enumerate(blocks):
        if isinstance(block, Text) and heading.search(block.source):
            source = heading.sub(lambda found: f"{found[1]} {new}", block.source, count=1)
            retitled[at] = Text(source, block.remarks)
            break
    return retitled


def _texts_in(blocks: Sequence[Block]) -> Iterator[str]:
    for block in blocks:
        if isinstance(block, Text):
            yield block.source
        elif isinstance(block, ProposedTask):
            yield from (block.prose.source, block.explanation.source, *(hint.source for hint in block.hints))


def _repeated(before: Sequence[Block], blocks: Sequence[Block]) -> Iterator[Block]:
    """The cells before that these blocks need, as one of the setup, with a word on it."""
    wanted: set[str] = set()
    made: set[str] = set()
    for block in blocks:
        if isinstance(block, CodeBlock | ProposedTask):
            names = cell_names(block.source) if isinstance(block, CodeBlock) else task_names(block)
            wanted |= names.needed - made
            made |= names.bound if isinstance(block, CodeBlock) else frozenset()
    found: list[CodeBlock] = []
    for block in reversed(before):
        if isinstance(block, CodeBlock) and not {"skip-execution", "raises-exception"} & set(block.tags):
            names = cell_names(block.source)
            if names.bound & wanted:
                found.insert(0, block)
                wanted |= names.needed
    if found:
        yield Text("What this part needs of what came before:")
        slow = [said for cell in found for said in cautions(cell) if said.startswith((NEEDS_NETWORK, MAY_BE_SLOW))]
        what = "what is repeated here from the parts before runs before each exercise, and may not be quick"
        source = "\n\n".join(plain_python(cell.source)[0].strip("\n") for cell in found)
        yield CodeBlock(source, ["setup"], [f"{what}: {slow[0]}"] if slow else [], is_repeated=True)


# ---- where to cut


def _sections(blocks: Sequence[Block]) -> Iterator[_Section]:
    section = _Section(0)
    for block in blocks:
        for level, piece in _pieces(block) if isinstance(block, Text) else [(0, block)]:
            if level and section.blocks:
                yield section
                section = _Section(level)
            section.level = section.level or level
            section.blocks.append(piece)
            section.minutes += _minutes(piece)
    if section.blocks:
        yield section


def _pieces(text: Text) -> Iterator[tuple[int, Text]]:
    """The text, cut before each of its headings, with their levels; 0 for what has none."""
    lines, fence, hidden = text.source.split("\n"), "", False
    starts = [(0, 0)]
    for number, line in enumerate(lines):
        opened = _FENCE.match(line)
        if fence:
            fence = "" if opened and opened[1].startswith(fence) and not line.strip(" `~:") else fence
        elif hidden or line.startswith("<!--"):
            hidden = "-->" not in line
        elif opened:
            fence = opened[1]
        elif found := _HEADING.match(line):
            starts = starts if number else []
            starts.append((number, len(found[1])))
    for (first, level), (end, _) in zip(starts, [*starts[1:], (len(lines), 0)], strict=True):
        source = "\n".join(lines[first:end])
        kept = len(source) - len(source.lstrip("\n"))
        remarks = [(max(0, at - first - kept), said) for at, said in text.remarks if first <= at < end]
        if source.strip() or remarks:
            yield level, Text(source.strip("\n"), remarks)


def _best_cuts(sections: Sequence[_Section]) -> list[int]:
    """The sections before which to cut: into few parts of about the same length, at the highest headings."""
    total = sum(section.minutes for section in sections)
    top = min((section.level for section in sections[1:]), default=0)
    torn = _torn(sections)
    least = ceil(total / _LESS)
    best: tuple[float, list[int]] = (inf, [])
    for count in range(least, min(least + 3, len(sections)) + 1):
        wanted = total / count  # minutes a part
        # the cheapest way to have a part end before each section, and where its parts begin
        ways: list[tuple[float, list[int]]] = [(0.0, []), *[(inf, list[int]())] * len(sections)]
        for part in range(count):
            longer = [(inf, list[int]())] * (len(sections) + 1)
            for end in range(1, len(sections) + 1):
                minutes = 0.0
                for first in range(end - 1, -1, -1):
                    minutes += sections[first].minutes
                    cost = ways[first][0] + ((minutes - wanted) / wanted) ** 2 + max(0.0, minutes - _LESS)
                    if part:
                        cost += _DEEPER * (sections[first].level - top) + _TORN * (first in torn)
                    if (part > 0) == (first > 0) and cost < longer[end][0]:
                        longer[end] = cost, [*ways[first][1], *([first] if part else [])]
            ways = longer
        cost, cuts = ways[-1]
        if cost + _MORE * (count - least) < best[0]:
            best = cost + _MORE * (count - least), cuts
    return best[1]


def _torn(sections: Sequence[_Section]) -> set[int]:
    """The sections before which no cut should be: what follows needs what learners write above it."""
    torn: set[int] = set()
    owners: dict[str, int] = {}
    for at, section in enumerate(sections):
        for block in section.blocks:
            if isinstance(block, CodeBlock | ProposedTask):
                is_cell = isinstance(block, CodeBlock)
                names = cell_names(block.source) if isinstance(block, CodeBlock) else task_names(block)
                for name in names.needed & owners.keys():
                    torn |= set(range(owners[name] + 1, at + 1))
                for name in names.bound:
                    owners.pop(name, None) if is_cell else owners.setdefault(name, at)
    return torn


def _minutes(block: Block) -> float:
    match block:
        case Text():
            return _words(block) / WORDS_A_MINUTE
        case CodeBlock():
            return MINUTES_A_CELL
        case ProposedTask():
            return MINUTES_AN_EXERCISE + (_words(block.prose) + _words(block.explanation)) / WORDS_A_MINUTE


def _words(text: Text) -> int:
    return sum(any(map(str.isalnum, word)) for word in re.sub(r"<!--.*?-->", "", text.source, flags=re.S).split())


# ---- links to what is in another part now


def relink(lessons: Sequence[Imported]) -> list[Imported]:
    """The lessons, with their links to headings made to lead to the parts in which those are now.

    In Jupyter a heading's anchor has its capitals and signs, `#Part-1:-data`.
    """
    anchors = {each.id: read_references(each.text).anchors for each in lessons}
    parts = {each.id: [other.id for other in lessons if other.whole and other.whole == each.whole] for each in lessons}

    def led(lesson: Imported) -> Imported:
        def link(found: re.Match[str]) -> str:
            target = found[2].removesuffix(".md") or lesson.id
            for anchor in (found[3], slugify(unquote(found[3]))):
                for name in (target, *parts.get(target, ())):
                    if anchor in anchors.get(name, ()):
                        return f"{found[1]}{'' if name == lesson.id else f'{name}.md'}#{anchor}"
            return found[0]

        return replace(lesson, text=_TO_ANCHOR.sub(link, lesson.text))

    return [led(each) for each in lessons]
