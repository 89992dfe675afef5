"""An episode of a Carpentries lesson, in sandpaper's Markdown, -> the blocks of a lesson."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tuitutor.authoring.exchange.blocks import Block, CodeBlock, Front, ProposedTask, SourceLesson, Text
from tuitutor.authoring.exchange.compose import YOURS, comment, quoted
from tuitutor.authoring.exchange.data_files import DataFinder
from tuitutor.authoring.exchange.html import PictureFinder, markdown_text
from tuitutor.authoring.exchange.nbgrader import split_title
from tuitutor.authoring.exchange.splitting import USED_LINK
from tuitutor.course.fences import fenced
from tuitutor.course.findings import Findings
from tuitutor.course.python_cells import plain_python
from tuitutor.course.yamltree import read_yaml
from tuitutor.errors import UsageError

_OPENS = re.compile(r"^:{3,}\s*\{?\.?([A-Za-z][\w-]*)[^:]*?:*\s*$")
_MARKS = re.compile(
    r"^(?:(?:teaching|exercises):\s*\d|:{3,}\s*\{?\.?(?:questions|objectives|challenge)\b)", re.MULTILINE
)
_CLOSES = re.compile(r"^:{3,}\s*$")
_FENCE = re.compile(r"^( {0,3})(`{3,}|~{3,})\s*(.*?)\s*$")
_PYTHON = re.compile(r"\{?\.?(?:python|python3|py|ipython|ipython3)\b")
_ITEM = re.compile(r"^\s*[-*+]\s+(.*(?:\n(?!\s*[-*+]\s)\s+\S.*)*)", re.MULTILINE)
_ATTRIBUTES = re.compile(
    r"(\]\([^)\n]*\)|\]\[[^\]\n]*\]|\]:[^\n]*\n?)[ \t]*\{(?=[^}\n]*=)((?:[^}\"']|\"[^\"]*\"|'[^']*')*)\}"
)
_ALT = re.compile(r"\balt\s*=\s*(\"[^\"]*\"|'[^']*')")
_DEFINITION = re.compile(r"^ {0,3}\[([^\]\n]+)\]:[ \t]*(\S+)", re.MULTILINE)
_TITLES = {
    "questions": "Questions", "keypoints": "Key points", "callout": "Note", "discussion": "Discussion",
    "prereq": "Before you begin", "checklist": "Checklist", "testimonial": "What others say", "caution": "Caution",
    "spoiler": "More",
}  # fmt: skip


@dataclass(slots=True)
class Div:
    """A fenced div, or the whole episode (with the name ""): lines of text and divs, in order."""

    name: str
    parts: list[str | Div] = field(default_factory=list)


def episode(text: str, pictures: PictureFinder, links: str = "", episodes: Sequence[str] = ()) -> SourceLesson:
    """The lesson from an episode. Raises UsageError, a sentence without the file's name, if it isn't an episode.

    `links` are definitions that all episodes share; `episodes` are the ids of the lessons imported with it.
    """
    if "{: .challenge}" in text or "{: .language-python}" in text:
        raise UsageError("it is in the older Jekyll format; import the Carpentries Workbench version of the lesson.")
    if re.search(r"^[`:]{3,}\{(?:code-cell|exercise-start)\}", text, re.MULTILINE):
        raise UsageError("it is a lesson already: put it beside myst.yml, and add its name to the toc there.")
    if not _MARKS.search(text):  # neither minutes in its front matter, nor sandpaper's divs
        raise UsageError("it isn't an episode of a Carpentries lesson: it has no 'teaching:' and no '::: challenge'.")
    head: dict[str, Any] = {}
    if matter := re.match(r"---\s*\n(.*?)\n---\s*\n", text, re.DOTALL):
        entry, text = read_yaml(matter[1], 2, Findings(Path("episode.md"))), text[matter.end() :]
        head = entry.plain if entry is not None and isinstance(entry.plain, dict) else {}
    body = _with_links(_without_attributes(text), links, episodes)
    for _, target in _DEFINITION.findall(body):
        pictures.beside(target)
    tree = _tree(body)
    stated = ["\n".join(part for part in div.parts if isinstance(part, str)) for div in _named(tree, "objectives")]
    front = Front(
        str(head.get("title") or "").strip() or pictures.stem,
        minutes=sum(minutes for key in ("teaching", "exercises") if isinstance(minutes := head.get(key), int)),
        objectives=[" ".join(item.split()) for text in stated for item in _ITEM.findall(text)],
    )
    blocks = list(_blocks(tree, pictures))
    data = DataFinder(pictures.folder, blocks)
    data.look(blocks)
    pictures.files |= data.files
    return SourceLesson(pictures.stem, front, blocks, pictures.files)


# ---- the text


def _without_attributes(text: str) -> str:
    """The text without Pandoc's attributes of pictures, links and definitions; a picture without text gets its alt."""
    alts: dict[str, str] = {}

    def plain(found: re.Match[str]) -> str:
        alt = _ALT.search(found[2])
        words = alt[1][1:-1].replace("[", "(").replace("]", ")") if alt else ""
        return f"{found[1].rstrip()}\0{words}\0" + ("\n" if found[1].endswith("\n") else "")

    text = _ATTRIBUTES.sub(plain, text)
    for label, words in re.findall(r"^ {0,3}\[([^\]\n]+)\]:[^\n\0]*\0([^\0]*)\0", text, re.MULTILINE):
        alts[label] = words
    text = re.sub(r"!\[\](\([^)\n]*\)|\[[^\]\n]*\])\0([^\0]*)\0", r"![\2]\1", text)
    text = re.sub(r"\0[^\0]*\0", "", text)
    return re.sub(r"!\[\]\[([^\]\n]+)\]", lambda found: f"![{alts.get(found[1], '')}][{found[1]}]", text)


def _with_links(text: str, links: str, episodes: Sequence[str]) -> str:
    """The text with links to other episodes made links to their lessons, and the shared definitions that it lacks."""
    for name in episodes:
        text = re.sub(
            rf"\]\((?:\.\./|\./)?(?:episodes/)?{re.escape(name)}\.(?:R?md|html)(?=[#)])", f"]({name}.md", text
        )
    used = {(first or second).lower() for first, second in USED_LINK.findall(text)}
    has = {label.lower() for label, _ in _DEFINITION.findall(text)}
    wanted = [f"[{label}]: {to}" for label, to in _DEFINITION.findall(links) if label.lower() in used - has]
    return "\n".join([text.rstrip(), "", *wanted]) if wanted else text


def _tree(text: str) -> Div:
    """The tree of divs, whatever the length of their fences: a fence with a name opens one, one without closes it."""
    stack = [Div("")]
    code = ""  # the fence of the current code block
    for line in text.split("\n"):
        fence = _FENCE.match(line)
        if code:
            if fence and not fence[3] and fence[2].startswith(code):
                code = ""
        elif fence:
            code = fence[2]
        elif opened := _OPENS.match(line):
            div = Div(opened[1].lower())
            stack[-1].parts.append(div)
            stack.append(div)
            continue
        elif _CLOSES.match(line):
            if len(stack) > 1:
                stack.pop()
            continue
        stack[-1].parts.append(line)
    return stack[0]


def _named(div: Div, name: str) -> list[Div]:
    return [part for part in div.parts if isinstance(part, Div) and part.name == name]


# ---- blocks


def _blocks(tree: Div, pictures: PictureFinder) -> Iterator[Block]:
    """The episode in order: its text, its Python as cells, its divs."""
    lines: list[str] = []
    for part in [*tree.parts, Div("end")]:
        if isinstance(part, str):
            lines.append(part)
            continue
        for is_code, piece in _fences("\n".join(lines)):
            if is_code:
                yield CodeBlock(piece)
            elif piece.strip():
                yield _text(piece, pictures)
        lines = []
        yield from _of_div(part, pictures)


def _text(source: str, pictures: PictureFinder) -> Text:
    source = source.strip("\n")
    said = [
        (number, f"this {found[1]} code is shown and not run; a lesson's cells are Python")
        for number, line in enumerate(source.split("\n"))
        if (found := re.match(r"\s*```+\s*\{(r|julia|bash|sql)\b", line))
    ]
    plain = re.sub(r"^(\s*```+)\s*\{\.?(\w+)[^}\n]*\}", r"\1\2", source, flags=re.MULTILINE)
    text = markdown_text(plain, pictures)
    text.remarks += said
    return text


def _fences(text: str) -> Iterator[tuple[bool, str]]:
    """Pieces of the text in order: True with Python that parses, False with all else."""
    kept: list[str] = []
    lines = iter(text.split("\n"))
    for line in lines:
        opened = _FENCE.match(line)
        if opened is None:
            kept.append(line)
            while line.startswith("<!--") and "-->" not in kept[-1] and (inner := next(lines, None)) is not None:
                kept.append(inner)  # a comment hides fences
            continue
        body, closing = [], ""
        for inner in lines:
            closed = _FENCE.match(inner)
            if closed and not closed[3] and closed[2].startswith(opened[2]):
                closing = inner
                break
            body.append(inner)
        source = "\n".join(re.sub(f"^ {{0,{len(opened[1])}}}", "", each) for each in body).rstrip()
        if _PYTHON.match(opened[3]) and source.strip() and plain_python(source)[1] is None:
            yield False, "\n".join(kept)
            yield True, source
            kept = []
        else:
            kept += [line, *body, closing or opened[2]]
    yield False, "\n".join(kept)


def _of_div(div: Div, pictures: PictureFinder) -> Iterator[Block]:
    match div.name:
        case "objectives" | "end":
            return
        case "instructor" | "instructors":
            yield Text(comment(f"For instructors:\n\n{_flat(div)}\n"))
        case "challenge":
            yield _challenge(div, pictures)
        case name if name in _TITLES:
            yield _box(div, pictures)
        case "hint" | "solution":
            box = _box(div, pictures, div.name.capitalize())
            box.remarks.append(
                (0, f"this {div.name} belongs to no challenge, so it became text; put it into an exercise")
            )
            yield box
        case _:
            inner = list(_blocks(div, pictures))
            for block in inner[:1]:
                said = f"a div '{div.name}' was here, which lessons don't have; check that its text works without it"
                block.remarks.append((0, said) if isinstance(block, Text) else said)  # type: ignore[arg-type]
            yield from inner


def _flat(div: Div) -> str:
    """All text of a div and of the divs in it."""
    return "\n".join(part if isinstance(part, str) else _flat(part) for part in div.parts).strip()


def _box(div: Div, pictures: PictureFinder, title: str = "") -> Text:
    """A div as an admonition or dropdown. Notes for instructors in it become comments."""
    inner, said = _inside(div, pictures)
    title, text = split_title(_text(inner.strip("\n"), pictures), title or _TITLES.get(div.name, div.name.capitalize()))
    name = "dropdown" if div.name in ("spoiler", "solution", "hint") else "admonition"
    remarks = [*((line + 1, each) for line, each in text.remarks), *((0, each) for each in said)]
    return Text(quoted(name, title, text.source.strip("\n")), remarks)


def _inside(div: Div, pictures: PictureFinder, less: Sequence[str] = ()) -> tuple[str, list[str]]:
    """The contents of a div as Markdown, without the inner divs named in `less`; and remarks on the inner divs."""
    parts: list[str] = []
    said: list[str] = []
    for part in div.parts:
        if isinstance(part, str):
            parts.append(part)
        elif part.name.startswith("instructor"):
            parts.append(comment(f"For instructors: {_flat(part)}"))
        elif part.name not in less:
            box = _box(part, pictures)
            parts.append(box.source)
            said += [each for _, each in box.remarks]
    return "\n".join(parts), said


def _challenge(div: Div, pictures: PictureFinder) -> ProposedTask:
    """A challenge as an exercise. Its Python is the starter, that of its solutions the solution."""
    asked, said = _inside(div, pictures, ("solution", "hint"))
    prose, starter = _split(asked, pictures)
    title, prose = split_title(prose, "Challenge")
    solved = [_inside(solution, pictures) for solution in _named(div, "solution")]
    # without headings that only say "Solution"
    bare = [re.sub(r"\A\s*#+\s*Solutions?\b[^\n]*\n", "", text + "\n") for text, _ in solved]
    why, solution = _split("\n\n".join(bare), pictures)
    hints = [_text(_inside(hint, pictures)[0].strip("\n"), pictures) for hint in _named(div, "hint")]
    about = "its solution is in words" if solved else "the episode has none"
    remarks = [*said, *(each for _, told in solved for each in told)]
    return ProposedTask(title, title, prose, starter or YOURS, solution, why, hints, about=about, remarks=remarks)


def _split(text: str, pictures: PictureFinder) -> tuple[Text, str]:
    """The text without its Python, and the Python. Several blocks of it stay in the text too, with their sentences."""
    pieces = [(is_code, piece) for is_code, piece in _fences(text) if piece.strip()]
    blocks = [piece for is_code, piece in pieces if is_code]
    shown = [(piece if not is_code else fenced("python", piece)) for is_code, piece in pieces]
    kept = shown if len(blocks) > 1 else [piece for is_code, piece in pieces if not is_code]
    return _text("\n\n".join(piece.strip("\n") for piece in kept), pictures), "\n\n".join(blocks)
