"""Styles name classes that exist: a selector that kept the old name of a class would silently match nothing."""

from __future__ import annotations

import importlib
import re
from collections.abc import Iterator
from pathlib import Path

from textual.dom import DOMNode

import tuitutor.tui

FOLDER = Path(tuitutor.tui.__file__).parent


def known(kind: type[object]) -> Iterator[str]:
    for each in kind.__subclasses__():
        yield each.__name__
        yield from known(each)


def test_selectors_name_classes_that_exist() -> None:
    styles = {path: path.read_text() for path in FOLDER.rglob("*.tcss")}
    for path in FOLDER.rglob("*.py"):
        importlib.import_module(".".join(("tuitutor", "tui", *path.relative_to(FOLDER).with_suffix("").parts)))
        for css in re.findall(r'_CSS = f?"""(.*?)"""', path.read_text(), re.DOTALL):
            styles[path] = styles.get(path, "") + css.replace("{{", "{").replace("}}", "}")
    classes = set(known(DOMNode))
    for path, css in styles.items():
        selectors = re.sub(r"\{[^{}]*\}", " ", re.sub(r"/\*.*?\*/", "", css, flags=re.DOTALL))
        assert set(re.findall(r"(?<![\w.#:$-])[A-Z]\w+", selectors)) <= classes, path
    assert any("QuietPalette" in css for css in styles.values())
