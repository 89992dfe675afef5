"""Lists of names and values that left and right change, such as the playground's settings."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain
from typing import ClassVar

from rich.text import Text
from textual.binding import Binding, BindingType
from textual.message import Message

from tuitutor.draw.look import Look, crop, pad
from tuitutor.playground.playground_state import HIDEABLE, SETTINGS, Config, value, value_text
from tuitutor.tui.widgets.choosing import ChoiceLine, Choices


class Adjustable(Choices):
    """Posts `Stepped` for left and right, and OptionList's own message for enter."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left", "step(-1)", "Less", show=False),
        Binding("right", "step(1)", "More", show=False),
    ]
    DEFAULT_CSS = """
    Adjustable { height: 1fr; border: none; padding: 0; background: $background; scrollbar-size-vertical: 1; }
    Adjustable:focus { border: none; background-tint: $foreground 0%; }
    """

    @dataclass(eq=False, repr=False)
    class Stepped(Message):
        """The value of this name should be the next (1) or the previous (-1)."""

        sender: Adjustable
        name: str
        step: int

    def action_step(self, step: int) -> None:
        if name := self.chosen:
            self.post_message(self.Stepped(self, name, step))

    @property
    def chosen(self) -> str:
        """The chosen name, "" if there is none."""
        option = None if self.highlighted is None else self.get_option_at_index(self.highlighted)
        return "" if option is None else option.id or ""

    def fill(self, lines: Sequence[tuple[str, Text]]) -> None:
        """Show these names with their lines; a line with the name "" is a heading."""
        options = self.options
        ids = [name or None for name, _ in lines]
        if [option.id for option in options] != ids:
            chosen = self.chosen
            self.set_options([ChoiceLine(drawn, name or None, disabled=not name) for name, drawn in lines])
            known = [name for name in ids if name]
            self.highlighted = ids.index(chosen if chosen in known else known[0]) if known else None
            return
        for at, (option, (_, drawn)) in enumerate(zip(options, lines, strict=True)):
            if isinstance(option, ChoiceLine) and drawn != option.drawn:
                option.drawn = drawn
                self.replace_option_prompt_at_index(at, drawn.plain if at == self.highlighted else drawn)


_GROUPS = {
    "data": ("problem", "dataset", "regDataset", "threeClass", "function", "noise", "percTrainData", "points"),
    "inputs": ("x", "y", "xTimesY", "xSquared", "ySquared", "sinX", "sinY"),
    "network": ("networkShape", "activation", "activations", "initialization", "initZero", "dropout"),
    "training": ("learningRate", "optimizer", "batchSize", "regularization", "regularizationRate", "seed"),
    "picture": ("showTestData", "discretize"),
}
_NO_EFFECT = ("cosX", "cosY", "hideText", "collectStats", "tutorial")
_KNOWN = {*_NO_EFFECT, *chain(*_GROUPS.values())}
_GROUPS["more"] = tuple(name for name in SETTINGS if name not in _KNOWN)
_CONTROLS = {  # the control that hides a setting, as addresses call it
    "networkShape": "numHiddenLayers", "activations": "activation",
    "regDataset": "dataset", "threeClass": "dataset", "function": "dataset", "points": "dataset",
}  # fmt: skip
_WORDS = {
    "regDataset": "dataset", "threeClass": "3 classes", "percTrainData": "train share", "points": "own points",
    "xTimesY": "xy", "xSquared": "x²", "ySquared": "y²", "sinX": "sin x", "sinY": "sin y",
    "networkShape": "hidden layers", "activations": "by layer", "initialization": "first weights",
    "initZero": "all begin at 0", "regularization": "penalty", "regularizationRate": "penalty rate",
    "showTestData": "test points", "discretize": "discretize",
}  # fmt: skip
_NAMES = 15  # cells of the column of names


def name_of(name: str) -> str:
    """A setting's name on this screen."""
    return _WORDS.get(name) or re.sub("[A-Z]", lambda letter: f" {letter[0].lower()}", name)


def list_settings(config: Config, width: int, look: Look) -> list[tuple[str, Text]]:
    """The settings of this state in groups, as name and line of the list."""
    lines: list[tuple[str, Text]] = []
    for group, names in _GROUPS.items():
        shown = [name for name in names if _is_shown(config, name)]
        if shown:
            lines.append(("", Text.assemble((look.text(group), look.style("quiet")))))
            lines += [(name, _line(config, name, width, look)) for name in shown]
    return lines


def _is_shown(config: Config, name: str) -> bool:
    if _CONTROLS.get(name, name) in config.hidden and _CONTROLS.get(name, name) in HIDEABLE:
        return False
    classes = config.problem == "classification"
    if name in ("dataset", "threeClass"):
        return classes
    return not classes if name in ("regDataset", "function") else True


def _line(config: Config, name: str, width: int, look: Look) -> Text:
    shown = value_text(config, name)
    if name == "points":
        shown = f"{len(config.points)} points" if config.points else "none"
    elif isinstance(value(config, name), bool):
        shown = "on" if value(config, name) else "off"
    unit = " %" if name in ("noise", "percTrainData") else ""
    shown = crop(Text(look.line(f"{shown}{unit}" if shown else look.text("–"))), max(3, width - _NAMES), look).plain
    changed = value(config, name) != SETTINGS[name].default and name != "seed"
    return Text.assemble(pad(look.line(name_of(name)), _NAMES), (shown, look.style("title") if changed else ""))
