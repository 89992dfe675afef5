"""What a notebook has for the place that it came from, and a lesson has no use for.

Licences and rows of buttons go to a footnote. Magics that mean nothing here vanish, and a cell of nothing else with
them; cells for another backend than TensorFlow, and the cells that choose one, are kept as comments for the author.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from tuitutor.authoring.exchange.compose import comment
from tuitutor.course.python_cells import plain_python
from tuitutor.grading.syntax import parse

_LICENCE = re.compile(r"\blicen[sc]ed?\b|\bcopyright\b|©", re.IGNORECASE)
_COPYRIGHT = re.compile(r"^\W*(?:copyright|©|\(c\))", re.IGNORECASE)
_LINK = re.compile(
    r"<a\b[^>]*?href\s*=\s*[\"'](?P<href>[^\"']+)[\"'][^>]*>(?P<inner>.*?)</a\s*>"
    r"|\[(?P<text>(?:!\[[^\]]*\]\([^)]*\)|[^\[\]])*)\]\((?P<to>[^)\s]+)[^)]*\)",
    re.DOTALL | re.IGNORECASE,
)
_PICTURED = re.compile(r"<img\b|!\[", re.IGNORECASE)
_ALT = re.compile(r"alt\s*=\s*[\"']([^\"']+)[\"']|!\[([^\]]+)\]\(", re.IGNORECASE)
_HOST = re.compile(r"https?://(?:www\.)?([^/:?#]+)")
# Magics that set up a notebook, or install what the course's Python has, or lacks, whatever a cell says.
_NEEDLESS = re.compile(
    r"^([ \t]*)(?:%(?:matplotlib|load_ext|reload_ext|autoreload|config|pylab|xmode|precision|pip|conda)\b.*"
    r"|!(?:\S*pip[0-9.]*|\S*python[0-9.]*\s+-m\s+pip|conda|mamba|apt|apt-get|sudo\s+apt\S*)\s.*)(\n|\Z)",
    re.MULTILINE,
)
_CONTINUED = re.compile(r"\\\n[ \t]*")
_TIMED = re.compile(r"^([ \t]*)%time(?:[ \t]+|$)", re.MULTILINE)
_CELL_MAGIC = re.compile(r"\A%%(\w+)[ \t]*([^\n]*)\n?")
_NOTHING_MORE = frozenset({"capture", "time", "prun"})
_FORM = re.compile(r"^[ \t]*# ?@(?:title|markdown)[ \t]*(.*)$", re.MULTILINE)
_PARAMETER = re.compile(r"[ \t]*# ?@param\b.*$", re.MULTILINE)


@dataclass(slots=True)
class Trimmings:
    """What was taken out of a notebook, in order. `left_out` are cells, each with the backend that it is for."""

    notices: list[str] = field(default_factory=list)
    links: dict[str, str] = field(default_factory=dict)
    chosen: str = ""
    backends: list[str] = field(default_factory=list)

    def trim(self, cells: Iterable[dict[str, Any]]) -> Iterator[dict[str, Any]]:
        """The cells without what a lesson has no use for."""
        for cell in cells:
            source = str(cell.get("source") or "")
            match cell.get("cell_type"):
                case "markdown" if _COPYRIGHT.match(source) and len(source.split()) <= 25:
                    self.notices.append(source.strip().strip("#* \t"))  # a heading, not a text on rights
                    kept = ""
                case "markdown":
                    paragraphs = re.split(r"(\n\s*\n)", source) if "<table" not in source.lower() else [source]
                    kept = "".join("" if self._took_buttons(each) else each for each in paragraphs).strip("\n")
                case "code" if not cell.get("metadata", {}).get("nbgrader"):
                    kept = self._of_code(source)
                    if kept and kept.startswith("<!--"):
                        yield {**cell, "cell_type": "markdown", "source": kept}
                        continue
                case _:
                    kept = source
            if kept.strip() or not source.strip():
                yield {**cell, "source": kept}

    def footnote(self) -> str:
        """Where the notebook is from and under which terms, for the end of the lesson; "" if it doesn't say."""
        firsts = [notice.strip().split("\n")[0] for notice in self.notices]
        said = [" ".join(first.split()).rstrip(";:,") for first in firsts]
        links = [f"[{name}]({href})" for href, name in self.links.items()]
        if not said and not links:
            return ""
        parts = [*(each if each.endswith(".") else f"{each}." for each in dict.fromkeys(said))]
        parts += [f"The notebook: {', '.join(links)}."] if links else []
        whole = [comment(notice) for notice in self.notices if "\n" in notice.strip()]
        return "\n\n".join(["***", " ".join(parts), *whole])

    @property
    def remarks(self) -> list[str]:
        """What the author should know of it."""
        said = []
        if self.chosen:
            said.append(f"the notebook chose {self.chosen} for Keras; lessons run on TensorFlow")
        if self.backends:
            names = " and ".join(dict.fromkeys(self.backends))
            what = f"{len(self.backends)} cells" if len(self.backends) > 1 else "a cell"
            said.append(f"left out {what} for {names}, kept as comments; see that the text works without")
        return said

    # ---- text

    def _took_buttons(self, text: str) -> bool:
        """Whether the text is nothing but links that are shown as buttons, which are noted."""
        found = list(_LINK.finditer(text))
        if not found or not _PICTURED.search(text):
            return False
        rest = re.sub(r"<[^>]*>|&nbsp;|[\s|•·-]+", "", _LINK.sub("", text))
        if rest or not any(_PICTURED.search(each[0]) for each in found):
            return False
        for each in found:
            href, inner = each["href"] or each["to"], each["inner"] or each["text"] or ""
            if not _HOST.match(href):
                return False
        for each in found:
            href, inner = each["href"] or each["to"], each["inner"] or each["text"] or ""
            alt, host = _ALT.search(inner), _HOST.match(href)
            words = " ".join(re.sub(r"<[^>]*>|!\[[^\]]*\]\([^)]*\)", "", inner).split())
            name = words or (alt and (alt[1] or alt[2])) or (host[1] if host else href)
            self.links.setdefault(href, name.replace("[", "(").replace("]", ")"))
        return True

    # ---- code

    def _of_code(self, source: str) -> str:
        """The code that is left: "" if nothing is, or a comment in Markdown if it isn't to run."""
        lines = [line for line in source.strip().split("\n") if line.strip()]
        if lines and all(line.lstrip().startswith("#") for line in lines) and _LICENCE.search(source):
            self.notices.append("\n".join(re.sub(r"^\s*# ?(?:@title[ \t]*)?", "", line) for line in lines).strip())
            return ""
        for_backend = _CELL_MAGIC.match(source)
        if for_backend and for_backend[1] == "backend":
            name = for_backend[2].strip()
            if name != "tensorflow":
                self.backends.append(name or "another backend")
                return comment(f"For {name}, which lessons don't run on:\n\n{source.strip()}\n")
            source = source[for_backend.end() :]
        source = self._without_choice(_FORM.sub(_title_line, _PARAMETER.sub("", source)))
        if _defines_magic(source):
            return ""
        joined = _CONTINUED.sub(" ", source) if _NEEDLESS.search(source) else source
        kept = _TIMED.sub(r"\1", _NEEDLESS.sub(_nothing, joined))
        if (magic := _CELL_MAGIC.match(kept)) and magic[1] in _NOTHING_MORE:
            kept = kept[magic.end() :]
        if kept == source:
            return source
        return re.sub(r"\n{3,}", "\n\n", kept).strip("\n")

    def _without_choice(self, source: str) -> str:
        """The code without statements that choose Keras's backend by themselves, nor what only they need."""
        tree = parse(plain_python(source)[0]) if "KERAS_BACKEND" in source else None
        if not isinstance(tree, ast.Module):
            return source
        lines = source.split("\n")
        for node in reversed(tree.body):
            match node:
                case ast.Assign(  # such as `os.environ["KERAS_BACKEND"] = "jax"`
                    targets=[
                        ast.Subscript(value=ast.Attribute(attr="environ"), slice=ast.Constant(value="KERAS_BACKEND"))
                    ],
                    value=ast.Constant(value=str(name)),
                ):
                    if name != "tensorflow":
                        self.chosen = self.chosen or name
                    del lines[node.lineno - 1 : node.end_lineno]
        left = "\n".join(lines).strip("\n")
        return "" if left.strip() == "import os" and self.chosen else left


def _title_line(found: re.Match[str]) -> str:
    """A form's title as a plain comment."""
    return f"# {found[1].strip()}" if found[1].strip(" {}") and "{" not in found[1] else ""


def _nothing(needless: re.Match[str]) -> str:
    """What is left of a line: in a block, something that keeps the block from being empty."""
    return f"{needless[1]}pass{needless[2]}" if needless[1] else ""


def _defines_magic(source: str) -> bool:
    """Whether the code is there to define a magic of its own."""
    if "register_" not in source:
        return False
    tree = parse(plain_python(source)[0])
    decorators = (
        each for node in ast.walk(tree) if isinstance(node, ast.FunctionDef) for each in node.decorator_list
    ) if tree else ()  # fmt: skip
    return any("register_" in ast.unparse(each) and "magic" in ast.unparse(each) for each in decorators)
