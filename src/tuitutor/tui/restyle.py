"""Styles no more than necessary: without transitions, and parts of a widget only when they are drawn.

For a widget whose class changed, Textual checks each rule for a transition to its new value: a third of the work of
styling it, and we use none.

Textual styles every part ("component") of every widget: bold, italic, struck out and code of each paragraph, ten parts
of each editor, read or not. In a lesson that is more than half of all styling. What this needs is private to Textual:
with a Textual that has other names for it, all parts are styled at once, as usual.
"""

from __future__ import annotations

from collections.abc import Sequence

from textual.css.styles import RenderStyles, RulesMap
from textual.css.stylesheet import Stylesheet
from textual.dom import DOMNode
from textual.widget import Widget


class LazyStylesheet(Stylesheet):
    """A stylesheet without transitions, which styles a widget's parts when their styles are first asked for."""

    @classmethod
    def replace_rules(cls, node: DOMNode, rules: RulesMap, animate: bool = False) -> None:
        super().replace_rules(node, rules)

    def _process_component_classes(self, node: DOMNode) -> None:
        if not all(hasattr(node, name) for name in ("_get_component_classes", "_component_styles", "_attach")):
            super()._process_component_classes(node)
        elif names := node._get_component_classes():
            before, node._component_styles = node._component_styles, Parts(self, node, names)
            if any(node._component_styles[name] != styles for name, styles in before.items() if name in names):
                node.refresh()


class Parts(dict[str, RenderStyles]):
    """The styles of a widget's parts by class, each made when it is first asked for."""

    def __init__(self, stylesheet: Stylesheet, node: DOMNode, names: frozenset[str]) -> None:
        super().__init__()
        self._stylesheet = stylesheet
        self._node = node
        self._names = names

    def __contains__(self, name: object) -> bool:
        return name in self._names

    def __missing__(self, name: str) -> RenderStyles:
        if name not in self._names:
            raise KeyError(name)
        part = DOMNode(classes=name)
        part._attach(self._node)
        self._stylesheet.apply(part)
        self[name] = part.styles
        return part.styles


def mark(node: Widget, on: bool, name: str, styled: Sequence[Widget]) -> None:
    """Add or remove a class that only these widgets' own styles depend on: Textual would restyle everything inside."""
    if node.has_class(name) is not on:
        node.set_class(on, name, update=False)
        node.app.stylesheet.update_nodes(styled)
