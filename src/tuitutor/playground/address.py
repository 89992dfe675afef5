"""A state as a URL in the format of the original TensorFlow Playground: its URLs open here, and ours open there."""

from __future__ import annotations

from dataclasses import replace
from urllib.parse import quote, unquote

from tuitutor.errors import UsageError
from tuitutor.playground.config import HIDEABLE, SETTINGS, Config, change, put, text, value
from tuitutor.playground.kinds import Words, shown
from tuitutor.spelling import suggestion

PAGE = "https://playground.tensorflow.org/"

_HIDE = "_hide"
_MOST = 200  # more than three times as many parts as there can be


def parse(address: str) -> tuple[Config, tuple[str, ...]]:
    """The state that an address, or the part after its `#`, describes, and a sentence for each part that isn't valid.

    Such parts are ignored; a setting with an invalid value keeps its default.
    """
    config, messages = Config(), []
    parts = _fragment(address.strip()).split("&", _MOST)
    if len(parts) > _MOST:
        messages.append(f"The address has more than {_MOST} parts; the others are ignored.")
    for part in filter(None, parts[:_MOST]):
        name, _, written = part.partition("=")
        config, message = _read(config, unquote(name), unquote(written))
        messages += filter(None, [message])
    return config, tuple(messages)


def write(config: Config) -> str:
    """The address of a state, without settings that have their default."""
    differ = [name for name, each in SETTINGS.items() if value(config, name) != each.default]
    parts = [f"{name}={_quoted(name, text(config, name))}" for name in differ]
    parts += [f"{name}{_HIDE}=true" for name in HIDEABLE if name in config.hidden]
    return f"{PAGE}#{'&'.join(parts)}"


def _fragment(address: str) -> str:
    before, sign, after = address.partition("#")
    if sign:
        return after
    return "" if "://" in before else before


def _read(config: Config, name: str, written: str) -> tuple[Config, str]:
    """The state with one part of an address applied, and what is wrong with that part."""
    if name.endswith(_HIDE):
        return _hide(config, name.removesuffix(_HIDE), hide=written != "false")
    standard = config
    if name in SETTINGS:
        standard = put(config, name, SETTINGS[name].default)
        if not written and name != "networkShape":  # an empty networkShape means no hidden layers
            return standard, ""
    try:
        return change(config, name, written), ""
    except UsageError as error:
        instead = f" It stays {SETTINGS[name].default_text or 'empty'}." if name in SETTINGS else ""
        return standard, f"{error}{instead}"


def _hide(config: Config, control: str, *, hide: bool) -> tuple[Config, str]:
    if control not in HIDEABLE:
        return config, f"There is no control {shown(control)} to hide; {suggestion(control, HIDEABLE)}"
    return replace(config, hidden=config.hidden | {control} if hide else config.hidden - {control}), ""


def _quoted(name: str, written: str) -> str:
    return quote(written, safe="") if isinstance(SETTINGS[name].kind, Words) else written
