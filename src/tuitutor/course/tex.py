"""One TeX formula -> Unicode text."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from functools import lru_cache

import unicodeit
from unicodeit.data import COMBININGMARKS, REPLACEMENTS

_KNOWN = frozenset(tex.split("{")[0] for tex, _ in (*REPLACEMENTS, *COMBININGMARKS))
_LONGEST = 4_000
_COMMAND = re.compile(r"\\[A-Za-z]+")
_DROPPED = re.compile(
    r"\\(?:begin|end)\{[A-Za-z]+\*?\}"
    r"|\\(?:left|right|[bB]igg?[lr]?|displaystyle|limits|nolimits)(?![A-Za-z])"
    r"|\\!|(?<!\\)&"
)
_SPACE = re.compile(r"\\(?:[,;: ]|q?quad(?![A-Za-z]))|(?<!\\)~|\\\\(?:\[[^\]]*\])?")
_UPRIGHT = re.compile(r"\\(?:text|textrm|textbf|textit|texttt|mathrm|mathsf|operatorname)\*?(?![A-Za-z])")
_FRACTION = re.compile(r"\\[dt]?frac(?![A-Za-z])")
_ROOT = re.compile(r"\\sqrt(?![A-Za-z])")
_STYLED = re.compile(r"\\[A-Za-z]+\{([^{}]*)\}")
_SCRIPT = re.compile(r"([_^])\{([^{}]*)\}")
_TEX = re.compile(r"[\\_^-]")
_SIMPLE = re.compile(r"\\?\w+(?:[_^](?:\w|\{[^{}]*\}))*|\([^()]*\)|\[[^\[\]]*\]")
# What must pass through unicodeit unchanged, as characters of Unicode's private area.
_HIDDEN = {"\\{": "\ue000", "\\}": "\ue001", "-": "\ue002"}
_SHOWN = str.maketrans({"\ue000": "{", "\ue001": "}", "\ue002": "-", "{": None, "}": None})


@lru_cache(maxsize=4096)
def to_text(tex: str) -> str:
    """The formula on one line. What Unicode cannot say stays readable: `x^(a + b)`, `a/b`, `√(x + 1)`.

    A formula of more than 4,000 characters is none, and stays as it is: rewriting takes the square of its length.
    """
    if len(tex) > _LONGEST:
        return " ".join(tex.split())
    text = tex.replace("\\{", _HIDDEN["\\{"]).replace("\\}", _HIDDEN["\\}"])
    text = _SPACE.sub(" ", _DROPPED.sub("", text))
    text = _rewrite(_UPRIGHT, 1, lambda words: words[0].replace("-", _HIDDEN["-"]), text)
    text = _rewrite(_FRACTION, 2, lambda parts: f"{_grouped(parts[0])}/{_grouped(parts[1])}", text)
    text = _rewrite(_ROOT, 1, lambda parts: f"√{_grouped(parts[0])}", text)
    # unicodeit replaces beginnings of words too: \log would become łog
    text = _COMMAND.sub(lambda found: found[0] if found[0] in _KNOWN else found[0][1:], text)
    if _TEX.search(text):  # unicodeit tries thousands of replacements, so not for a mere `n`
        text = _STYLED.sub(r"\1", unicodeit.replace(text))
    text = _SCRIPT.sub(lambda found: found[1] + _grouped(found[2]), text)
    return unicodedata.normalize("NFC", " ".join(text.translate(_SHOWN).split()))


def _rewrite(command: re.Pattern[str], count: int, write: Callable[[list[str]], str], text: str) -> str:
    """Each `command` with its `count` arguments, as `write` puts it."""
    while (found := command.search(text)) is not None:
        arguments, end = [], found.end()
        for _ in range(count):
            argument, end = _argument(text, end)
            arguments.append(argument)
        text = text[: found.start()] + write(arguments) + text[end:]
    return text


def _argument(text: str, start: int) -> tuple[str, int]:
    """The TeX argument at `start` (a group in braces, a command or one character) and where it ends."""
    while start < len(text) and text[start] == " ":
        start += 1
    if not text.startswith("{", start):
        command = _COMMAND.match(text, start)
        end = command.end() if command else min(start + 1, len(text))
        return text[start:end], end
    depth = 0
    for end in range(start, len(text)):
        depth += (text[end] == "{") - (text[end] == "}")
        if depth == 0:
            return text[start + 1 : end], end + 1
    return text[start + 1 :], len(text)


def _grouped(part: str) -> str:
    """A part of a formula in parentheses, unless it is one thing anyway."""
    part = part.strip()
    return part if not part or _SIMPLE.fullmatch(part) else f"({part})"
