"""The four looks of the app: colours for Textual, colours for code, and what drawings need to know."""

from __future__ import annotations

from collections.abc import Mapping

from rich.style import Style
from textual.theme import Theme
from textual.widgets.text_area import TextAreaTheme

DEFAULT = "dark"

_DARK = Theme(
    name="dark",
    primary="#6cb6ff",
    secondary="#6cb6ff",
    accent="#6cb6ff",
    success="#3fb950",
    warning="#e3b341",
    error="#ff7b72",
    foreground="#d7dae0",
    background="#121417",
    surface="#1c1f24",
    panel="#262a31",
    boost="#22262c",
    dark=True,
    variables={
        "quiet": "#949494",
        "border": "#6cb6ff",
        "border-blurred": "#262a31",
        "input-selection-background": "#6cb6ff 30%",
    },
)
_LIGHT = Theme(
    name="light",
    primary="#0060a8",
    secondary="#0060a8",
    accent="#0060a8",
    success="#1a7f37",
    warning="#8a5a00",
    error="#c4232f",
    foreground="#24292f",
    background="#fcfcfc",
    surface="#f1f3f5",
    panel="#e4e7ea",
    boost="#eaedf0",
    dark=False,
    variables={
        "quiet": "#6e6e6e",
        "border": "#0060a8",
        "border-blurred": "#e4e7ea",
        "input-selection-background": "#0060a8 25%",
    },
)
_HIGH_CONTRAST = Theme(
    name="high-contrast",
    primary="#ffd75f",
    secondary="#ffd75f",
    accent="#ffd75f",
    success="#5fff5f",
    warning="#ffd75f",
    error="#ff8787",
    foreground="#ffffff",
    background="#000000",
    surface="#000000",
    panel="#303030",
    boost="#1c1c1c",
    dark=True,
    text_alpha=1.0,
    variables={
        "quiet": "#d0d0d0",
        "border": "#ffd75f",
        "border-blurred": "#767676",
        "text-muted": "#e4e4e4",
        "text-disabled": "#bcbcbc",
        "input-selection-background": "#ffd75f 40%",
    },
)
_SIXTEEN = Theme(
    name="16",
    primary="ansi_cyan",
    secondary="ansi_cyan",
    accent="ansi_cyan",
    success="ansi_green",
    warning="ansi_yellow",
    error="ansi_red",
    foreground="ansi_default",
    background="ansi_default",
    surface="ansi_default",
    panel="ansi_default",
    boost="ansi_default",
    ansi=True,
    dark=True,
    variables={
        "quiet": "ansi_default",
        "ansi-background": "ansi_black",
        "ansi-foreground": "ansi_white",
        "border": "ansi_cyan",
        "border-blurred": "ansi_bright_black",
        "block-cursor-foreground": "ansi_black",
        "block-cursor-background": "ansi_white",
        "input-cursor-background": "ansi_white",
        "input-cursor-foreground": "ansi_black",
        "input-cursor-text-style": "none",
        "input-selection-background": "ansi_blue",
        "input-selection-foreground": "ansi_white",
        "screen-selection-background": "ansi_blue",
        "screen-selection-foreground": "ansi_white",
    },
)

THEMES: Mapping[str, Theme] = {theme.name: theme for theme in (_DARK, _LIGHT, _HIGH_CONTRAST, _SIXTEEN)}


def _code_theme(name: str, keyword: str, string: str, number: str, call: str, quiet: str) -> TextAreaTheme:
    """Few colours, so that code stays calm: words of the language, texts, numbers, what is called, comments."""
    plain = {"operator", "punctuation.bracket", "punctuation.delimiter", "variable", "variable.parameter"}
    styles = {
        **dict.fromkeys(("keyword", "keyword.function", "keyword.return", "keyword.operator"), Style.parse(keyword)),
        **dict.fromkeys(("repeat", "conditional", "include", "exception"), Style.parse(keyword)),
        **dict.fromkeys(("string", "string.documentation"), Style.parse(string)),
        **dict.fromkeys(("number", "float", "boolean", "constant.builtin"), Style.parse(number)),
        **dict.fromkeys(("function", "function.call", "method", "method.call"), Style.parse(call)),
        **dict.fromkeys(("class", "type", "type.class", "type.builtin", "constructor"), Style.parse(call)),
        "comment": Style.parse(quiet),
    }
    return TextAreaTheme(name=name, syntax_styles={k: v for k, v in styles.items() if k not in plain})


CODE_THEMES: Mapping[str, TextAreaTheme] = {
    "dark": _code_theme("dark", "#c792ea", "#a5d6a7", "#f2ae72", "#82b8ff", "italic #868c96"),
    "light": _code_theme("light", "#7b30a8", "#1a6b33", "#964900", "#0a5394", "italic #6a737d"),
    "high-contrast": _code_theme("high-contrast", "bold #ffd75f", "#afffaf", "#ffaf87", "#87d7ff", "#d0d0d0"),
    "16": _code_theme("16", "bright_magenta", "green", "yellow", "bright_blue", "bright_black"),
}
