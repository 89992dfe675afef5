"""The app's four themes: colours for Textual, and colours for code."""

from __future__ import annotations

from collections.abc import Mapping

from rich.style import Style
from textual.theme import Theme
from textual.widgets.text_area import TextAreaTheme

from tuitutor.draw.palette import HIGH, Palette, palette

DEFAULT = "dark"


def _theme(name: str, colours: Palette, *, dark: bool) -> Theme:
    return Theme(
        name=name,
        primary=colours.train,
        secondary=colours.train,
        accent=colours.train,
        success=colours.good,
        warning=colours.warning,
        error=colours.bad,
        foreground=colours.text,
        background=colours.ground,
        surface=colours.code,
        panel=colours.raised,
        boost=colours.raised,
        dark=dark,
        variables={
            "quiet": colours.quiet,
            "ghost": colours.ghost,
            "dialog": colours.code,
            "border": colours.train,
            "border-blurred": colours.hairline,
            "input-selection-background": f"{colours.train} 30%",
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
        "quiet": HIGH.quiet,
        "ghost": HIGH.ghost,
        "dialog": "#1c1c1c",
        "border": "#ffd75f",
        "border-blurred": HIGH.hairline,
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
        "ghost": "ansi_bright_black",
        "dialog": "ansi_default",
        "ansi-background": "ansi_black",
        "ansi-foreground": "ansi_white",
        "border": "ansi_cyan",
        "border-blurred": "ansi_bright_black",
        "block-cursor-foreground": "ansi_black",
        "block-cursor-background": "ansi_white",
        "block-cursor-blurred-foreground": "ansi_white",
        "block-cursor-blurred-background": "ansi_blue",
        "block-cursor-blurred-text-style": "bold",
        "input-cursor-background": "ansi_white",
        "input-cursor-foreground": "ansi_black",
        "input-cursor-text-style": "none",
        "input-selection-background": "ansi_blue",
        "input-selection-foreground": "ansi_white",
        "screen-selection-background": "ansi_blue",
        "screen-selection-foreground": "ansi_white",
    },
)


def themes(*, indexed: bool) -> Mapping[str, Theme]:
    """The themes for a terminal with all colours or (`indexed`) 256."""
    dark = _theme("dark", palette(dark=True, indexed=indexed), dark=True)
    light = _theme("light", palette(dark=False, indexed=indexed), dark=False)
    return {theme.name: theme for theme in (dark, light, _HIGH_CONTRAST, _SIXTEEN)}


def _code_theme(name: str, keyword: str, string: str, number: str, call: str, quiet: str) -> TextAreaTheme:
    """Few colours, so that code stays calm: keywords, strings, numbers, calls, comments."""
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
    "dark": _code_theme("dark", "#c792ea", "#a5d6a7", "#f2ae72", "#82b8ff", "italic #a8a8a8"),
    "light": _code_theme("light", "#7b30a8", "#1a6b33", "#964900", "#0a5394", "italic #585858"),
    "high-contrast": _code_theme("high-contrast", "bold #ffd75f", "#afffaf", "#ffaf87", "#87d7ff", "#d0d0d0"),
    "16": _code_theme("16", "bright_magenta", "green", "yellow", "bright_blue", "bright_black"),
}
