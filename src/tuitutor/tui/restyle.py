"""Styles no more than is needed: what changes does so at once, and parts of a widget are styled when they are drawn.

Textual looks at each rule of a widget whose class changed, for whether it has to glide to its new value: a third of the
work of styling it, and nothing of ours glides.

Textual styles every such part ("component") of every widget: bold, italic, struck out and code of each paragraph,
ten parts of each editor, read or not. In a lesson that is more than half of all styling. `_process_component_classes`
and `_component_styles` are private to Textual: in a Textual that has others, all parts are styled at once, as usual.
"""

from __future__ import annotations

from collections.abc import Sequence

from textual.css.styles import RenderStyles, RulesMap
from textual.css.stylesheet import Stylesheet
from textual.dom import DOMNode
from textual.widget import Widget


class LazyStylesheet(Stylesheet):
    """A stylesheet without transitions, which leaves a widget's parts until somebody asks for their styles."""

    @classmethod
    def replace_rules(cls, node: DOMNode, rules: RulesMap, animate: bool = False) -> None:
        super().replace_rules(node, rules)

    def _process_component_classes(self, node: DOMNode) -> None:
        if names := node._get_component_classes():
            before, node._component_styles = node._component_styles, Parts(self, node, names)
            if any(node._component_styles[name] != styles for name, styles in before.items() if name in names):
                node.refresh()


class Parts(dict[str, RenderStyles]):
    """The styles of a widget's parts by their class: those that were asked for, and any other as it is asked for."""

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
    """Add or remove a class that only these widgets' own styles depend on: Textual would style all in the node."""
    if node.has_class(name) is not on:
        node.set_class(on, name, update=False)
        node.app.stylesheet.update_nodes(styled)
