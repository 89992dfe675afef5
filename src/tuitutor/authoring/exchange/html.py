"""Markdown of notebooks -> Markdown for lessons: without HTML, and without anything that MyST would hide.

What Markdown cannot express becomes a remark; nothing is dropped silently.
"""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import Any
from urllib.parse import unquote

from tuitutor import regular
from tuitutor.authoring.exchange.blocks import Text

_OPAQUE = re.compile(
    r"^(?P<margin>[ \t>]*)(?P<ticks>`{3,}|~{3,})[^\n]*\n(?:.*?^[ \t>]*(?P=ticks)[`~]*[ \t]*$|.*\Z)"
    r"|(?P<code>`+)(?!`)(?:(?!\n\s*\n).)+?(?<!`)(?P=code)(?!`)"
    r"|<!--.*?-->",
    re.MULTILINE | re.DOTALL,
)
_TAG = re.compile(r"<(?P<end>/?)(?P<name>[A-Za-z][A-Za-z0-9]*)(?P<rest>(?:\s(?:[^<>\"']|\"[^\"]*\"|'[^']*')*)?)/?>")
_ATTRIBUTE = re.compile(r"([\w-]+)\s*=\s*(\"[^\"]*\"|'[^']*'|[^\s\"'>]+)")
_SWALLOWED = re.compile(r"<(script|style|svg|math)\b.*?</\1\s*>", re.DOTALL | re.IGNORECASE)
_TABLE = re.compile(r"<table\b[^>]*>((?:(?!<table\b).)*?)</table\s*>", re.DOTALL | re.IGNORECASE)
_ROW = re.compile(r"<tr\b[^>]*>(.*?)(?=<tr\b|</tr>|\Z)", re.DOTALL | re.IGNORECASE)
_CELL = re.compile(r"<(t[dh])\b[^>]*>(.*?)(?=<t[dh]\b|</t[dh]>|</?tr\b|\Z)", re.DOTALL | re.IGNORECASE)
_PICTURE = re.compile(r"!\[(?P<alt>[^\]]*)\]\(\s*(?P<src><[^>]*>|[^\s)]+)(?P<title>[^)]*)\)")
_HIDDEN = re.compile(r"^( {0,3})(%|\+\+\+|\([\w:.-]+\)=\s*$)", re.MULTILINE)
_LARGEST = 4 * 1024 * 1024  # bytes; larger pictures are not copied

_MARKS = {"b": "**", "strong": "**", "i": "*", "em": "*", "code": "`", "tt": "`", "kbd": "`", "summary": "**"}
_BREAKS = frozenset(
    {"p", "div", "center", "section", "article", "figure", "ul", "ol", "details", "blockquote", "table"}
)
_BARE = frozenset(
    {
        "font", "span", "u", "small", "big", "sub", "sup", "mark", "nobr", "figcaption", "thead", "tbody", "colgroup",
        "col", "header", "footer", "main", "nav", "abbr", "cite", "del", "ins", "s", "dl", "caption", "wbr", "label",
    }
)  # fmt: skip
_LINKED = frozenset({"iframe", "video", "audio", "source", "embed", "object"})
_LOST = frozenset({"form", "input", "button", "canvas", "select", "textarea", "progress", "meter"})


@dataclass(slots=True)
class PictureFinder:
    """Finds the pictures of one source: those inside a notebook, and those beside it in `folder`.

    `files` are the pictures found, by their future path beside the lesson.
    """

    folder: Path
    stem: str
    files: dict[str, bytes] = field(default_factory=dict)

    def beside(self, src: str) -> str:
        """Add the picture file at a path relative to the source, if there is one. Returns its path beside the lesson.

        One in the folder above the source's is beside the lesson too.
        """
        path = PurePosixPath(unquote(src.split("#")[0].split("?")[0]))
        inner = path_below(path)
        if inner is None or ":" in src or not path.suffix:
            return src
        if str(inner) not in self.files:
            try:
                self.files[str(inner)] = regular.read(self.folder / path, _LARGEST)
            except (OSError, ValueError):
                return src  # lint reports that it is missing
        return src if inner == path else str(inner)

    def inside(self, data: Any, kind: str) -> str:
        """Add a picture given in base64. Returns its path beside the lesson, or "" if it is not a usable picture."""
        try:
            content = base64.b64decode("".join(data) if isinstance(data, list) else data, validate=False)
        except (binascii.Error, TypeError, ValueError):
            return ""
        suffix = {"jpeg": "jpg", "svg+xml": "svg"}.get(kind, kind)
        if not content or not suffix.isalnum() or len(content) > _LARGEST:
            return ""
        same = next((path for path, old in self.files.items() if old == content), "")
        path = same or f"{self.stem}-{len(self.files) + 1}.{suffix}"
        self.files[path] = content
        return path


def path_below(path: PurePosixPath) -> PurePosixPath | None:
    """The path without "." and a ".." at its beginning; None if it leads further up, is absolute, or hidden."""
    parts = path.parts[1:] if path.parts[:1] == ("..",) else path.parts
    if path.is_absolute() or not parts or any(part.startswith((".", "~")) for part in parts):
        return None
    return PurePosixPath(*parts)


def markdown_text(source: str, pictures: PictureFinder, attachments: Mapping[str, Any] | None = None) -> Text:
    """Markdown for a lesson; `attachments` are a notebook cell's own pictures, by name."""
    writing = _Writing(pictures, attachments or {})
    at = 0
    for opaque in _OPAQUE.finditer(source):
        writing.prose(source[at : opaque.start()])
        writing.text += _closed(opaque)
        at = opaque.end()
    writing.prose(source[at:])
    leading = len(writing.text) - len(writing.text.lstrip("\n"))
    remarks = [(max(0, line - leading), said) for line, said in writing.remarks]
    return Text(writing.text.strip("\n").rstrip(), remarks)


def _closed(opaque: re.Match[str]) -> str:
    """A fence with its end: one that is never closed ends with its cell, else it would swallow the rest of the lesson.

    A fence that contains the beginning of another is made longer, since it would look like one that was not closed.
    """
    ticks, text, margin = opaque["ticks"], opaque[0], opaque["margin"]
    if ticks is None:
        return text
    if not re.fullmatch(r"[ \t>]*[`~]+[ \t]*", text.rstrip("\n").split("\n")[-1]):
        text = f"{text.rstrip()}\n{margin}{ticks}"
    first, *body, _ = text.rstrip("\n").split("\n")
    inner = [run[1] for line in body if (run := re.match(rf"[ \t>]*({ticks[0]}{{3,}})", line))]
    if any(len(run) >= len(ticks) for run in inner):
        longer = ticks[0] * (1 + max(map(len, inner)))
        return "\n".join([first.replace(ticks, longer, 1), *body, f"{margin}{longer}"])
    return text


@dataclass(slots=True)
class _Writing:
    """The Markdown so far, and the `links` that are open. Each piece is translated separately, so that code is never
    taken for HTML.
    """

    pictures: PictureFinder
    attachments: Mapping[str, Any]
    text: str = ""
    remarks: list[tuple[int, str]] = field(default_factory=list)
    links: list[str] = field(default_factory=list)

    def prose(self, text: str) -> None:
        text = _SWALLOWED.sub(lambda found: f"<{found[1]}>", text)
        at = 0
        for table in _TABLE.finditer(text):
            self._tags(text[at : table.start()])
            self._break("\n\n")
            self.text += self._table(table[1])
            at = table.end()
        self._tags(text[at:])

    def _table(self, html: str) -> str:
        """An HTML table as a Markdown table; its first row is the header if its cells are <th>."""
        rows = [found for row in _ROW.findall(html) or [html] if (found := _CELL.findall(row))]
        if not rows:
            return ""
        width = max(map(len, rows))
        shown = [[self._in_cell(cell) for _, cell in row] + [""] * (width - len(row)) for row in rows]
        head = shown.pop(0) if rows[0][0][0].lower() == "th" else [""] * width
        return "\n".join(f"| {' | '.join(cells)} |" for cells in [head, ["---"] * width, *shown]) + "\n\n"

    def _in_cell(self, html: str) -> str:
        inner = _Writing(self.pictures, self.attachments)
        inner._tags(html.strip())
        line = self.text.count("\n")
        self.remarks += [(line, said) for _, said in inner.remarks]
        return " ".join(inner.text.replace("\\\n", " ").split()).replace("|", "\\|")

    def _tags(self, text: str) -> None:
        at = 0
        for tag in _TAG.finditer(text):
            self._add(text[at : tag.start()])
            at = tag.end()
            self._tag(tag, text[at:])
        self._add(text[at:])

    def _add(self, text: str) -> None:
        if self.text.endswith("\n\n"):
            text = text.lstrip("\n")
        text = re.sub(r"\n{3,}", "\n\n", text)
        starts_line = not self.text or self.text.endswith("\n")
        text = _HIDDEN.sub(lambda f: f[0] if f.start() == 0 and not starts_line else f"{f[1]}\\{f[2]}", text)
        at = 0
        for picture in _PICTURE.finditer(text):
            self.text += text[at : picture.start()]
            src, shown = picture["src"].strip("<>"), picture[0]
            if src.startswith(("attachment:", "data:")):
                shown = self._picture(picture["alt"], src)
            elif (there := self.pictures.beside(src)) != src:
                shown = f"![{picture['alt']}]({there}{picture['title']})"
            self.text += shown
            at = picture.end()
        self.text += text[at:]

    def _remark(self, said: str) -> None:
        self.remarks.append((self.text.count("\n"), said))

    def _tag(self, tag: re.Match[str], rest: str) -> None:
        name, ends = tag["name"].lower(), bool(tag["end"])
        attributes = {key.lower(): value.strip("\"'") for key, value in _ATTRIBUTE.findall(tag["rest"])}
        src = attributes.get("src") or attributes.get("data") or attributes.get("href") or ""
        if name == "img":
            self.text += self._picture(attributes.get("alt", ""), src)
        elif name == "a":
            self._link(src, ends)
        elif name in _MARKS:
            self.text += _MARKS[name] + ("\n\n" if name == "summary" and ends else "")
        elif name == "br":
            self._line_break(rest)
        elif name in ("hr", "tr", "li", "dt", "dd") or re.fullmatch("h[1-6]", name):
            self._line(name, ends)
        elif name in ("td", "th"):
            self.text += "" if ends else "| "
        elif name in _BREAKS:
            self._break("\n\n")
            if name == "table" and not ends:
                self._remark("an HTML table was here, and only its text is left; write it as a Markdown table")
        elif name in _LINKED and not ends and src and not src.startswith("data:"):
            self._remark(f"<{name}> became a link, since a terminal cannot show it")
            self.text += f"[{src}]({src})"
        elif name in _LINKED | _LOST | {"script", "style", "svg", "math"} and not ends:
            self._remark(f"left out <{name}>, which a terminal cannot show; say here what it showed")
        elif name not in _BARE | _LINKED | _LOST | {"script", "style", "svg", "math"}:
            self.text += tag[0]  # not an HTML tag but text, such as List<int>

    def _picture(self, alt: str, src: str) -> str:
        """A picture in Markdown; "" and a remark if it has no address or can't be read from the notebook."""
        found = re.fullmatch(r"data:image/([\w+.-]+);base64,(.*)", src, re.DOTALL)
        kind, data, shown = "", None, src
        if found:
            kind, data, shown = found[1], found[2], "data:…"
        elif src.startswith("attachment:"):
            name = unquote(src.removeprefix("attachment:"))
            held = self.attachments.get(name)
            for mime, content in held.items() if isinstance(held, dict) else ():
                kind, data = str(mime).removeprefix("image/"), content
        elif not src or src.startswith("data:"):
            self._remark(
                "left out a picture without an address; put it beside the lesson, and ![what it shows](its name)"
            )
            return ""
        else:
            src = self.pictures.beside(src)
            return f"![{alt}]({f'<{src}>' if ' ' in src else src})"
        path = self.pictures.inside(data, kind)
        if path:
            return f"![{alt}]({path})"
        self._remark(
            f"left out the picture '{shown}', which could not be read; put it beside the lesson, and ![…]( ) here"
        )
        return ""

    def _link(self, href: str, ends: bool) -> None:
        if ends:
            href = self.links.pop() if self.links else ""
            self.text += f"]({href})" if href else ""
            return
        self.links.append(href)
        self.text += "[" if href else ""

    def _line_break(self, rest: str) -> None:
        line = self.text.rsplit("\n", 1)[-1]
        if line.lstrip().startswith("|"):
            self.text += " "
        elif line.strip():
            self.text = f"{self.text.rstrip(' ')}\\" + ("" if re.match(r"[ \t]*\n", rest) else "\n")
            if re.match(r"[ \t]*(\n\s*\n|\Z)", rest):
                self.text = self.text.removesuffix("\n").removesuffix("\\")

    def _line(self, name: str, ends: bool) -> None:
        if ends:
            self.text += "\n" if name.startswith("h") else ""
            return
        begun = {"hr": "***\n\n", "li": "- ", "tr": "", "dt": "- ", "dd": "  "}
        mark = begun[name] if name in begun else f"{'#' * int(name[1])} "
        self._break("\n\n" if name.startswith("h") else "\n")
        self.text += mark

    def _break(self, blank: str) -> None:
        """Begin a new line or paragraph, unless one has just begun."""
        text = self.text.rstrip(" \t")
        if text:
            self.text = text.rstrip("\n") + max(blank, text[len(text.rstrip("\n")) :], key=len)
