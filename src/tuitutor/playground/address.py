"""A state as a URL in the format of the original TensorFlow Playground: its URLs open here, and ours open there.

Such a URL is also the answer to an exercise, which may choose some settings and fixes the others.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from urllib.parse import quote, unquote

from tuitutor.errors import UsageError
from tuitutor.playground.kinds import Words, shown
from tuitutor.playground.links import HOST
from tuitutor.playground.playground_state import HIDEABLE, SETTINGS, Config, change, differences, put, value, value_text
from tuitutor.spelling import suggestion

PAGE = f"https://{HOST}/"

_HIDE = "_hide"
_MOST = 200  # more than three times as many parts as there can be

DATA = ("problem", "dataset", "regDataset", "threeClass", "function", "points", "noise", "percTrainData")
"""The settings that determine the data, except the seed."""

_FIXED_BY = {"numHiddenLayers": ("networkShape",), "activation": ("activation", "activations")}

_ADDRESS = re.compile(r"https?://[^\s'\"<>]*#[^\s'\"<>]*")
_LINE = re.compile(r"^[\s#'\"]*(?:answer\s*[:=])?[\s#'\"]*(\w+=[^\s'\"]*)[\s'\"]*$", re.IGNORECASE | re.MULTILINE)


def parse_address(address: str) -> tuple[Config, tuple[str, ...]]:
    """The state in an address, or in the part after its `#`, and sentences about invalid parts.

    Invalid parts are ignored; a setting with an invalid value keeps its default.
    """
    config, messages = Config(), []
    before, sign, after = address.strip().partition("#")
    fragment = after if sign else "" if "://" in before else before
    parts = fragment.split("&", _MOST)
    if len(parts) > _MOST:
        messages.append(f"The address has more than {_MOST} parts; the others are ignored.")
    for part in filter(None, parts[:_MOST]):
        name, _, written = part.partition("=")
        config, message = _read(config, unquote(name), unquote(written))
        messages += filter(None, [message])
    return config, tuple(messages)


def write_address(config: Config) -> str:
    """The address of a state, without settings that have their default."""
    parts = []
    for name, setting in SETTINGS.items():
        if value(config, name) != setting.default:
            written = value_text(config, name)
            parts.append(f"{name}={quote(written, safe='') if isinstance(setting.kind, Words) else written}")
    parts += [f"{name}{_HIDE}=true" for name in HIDEABLE if name in config.hidden]
    return f"{PAGE}#{'&'.join(parts)}"


def _read(config: Config, name: str, written: str) -> tuple[Config, str]:
    """The state with one part of an address applied, and what is wrong with that part."""
    if name.endswith(_HIDE):
        control = name.removesuffix(_HIDE)
        if control not in HIDEABLE:
            return config, f"There is no control {shown(control)} to hide; {suggestion(control, HIDEABLE)}"
        hidden = config.hidden - {control} if written == "false" else config.hidden | {control}
        return replace(config, hidden=hidden), ""
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


# ---- answers to an exercise


def address_in(text: str) -> str:
    """The address in a text, or its lines with parts of an address, joined; "" if there is none.

    Raises UsageError if there are two.
    """
    found = list(dict.fromkeys(page.rstrip(").,;`") for page in _ADDRESS.findall(text)))
    if len(found) > 1:
        raise UsageError("There are two addresses; leave the one that is your answer.")
    return found[0] if found else "&".join(_LINE.findall(text))


def cut_out(text: str) -> str:
    """At most 4,000 characters of a text's addresses, for `address_in`."""
    pages = list(dict.fromkeys(_ADDRESS.findall(text)))[:2]
    return "\n".join(pages or _LINE.findall(text))[:4000]


def state_in(text: str) -> Config:
    """The state of the address in a text. Raises UsageError if there is none, or if a part of it is invalid."""
    address = address_in(text)
    if not address:
        raise UsageError("There is no address of a playground here; put one after `# answer:`.")
    config, messages = parse_address(address)
    if messages:
        raise UsageError(messages[0].partition(" It stays ")[0])  # the answer is refused, so nothing stays
    return config


def described(state: str, text: str) -> str:
    """The network in a text, in words: how it differs from the exercise's state; or why there is none."""
    try:
        task, answer = parse_address(state)[0], state_in(text)
    except UsageError as error:
        return str(error)
    return f"Yours: {differences(under(task, answer, task.seed), task) or 'as the exercise begins'}"


def fixed(task: Config) -> Iterator[str]:
    """The settings that the exercise fixes: the data and the hidden settings."""
    yield from DATA
    for control in HIDEABLE:
        if control in task.hidden:
            yield from (name for name in _FIXED_BY.get(control, (control,)) if name in SETTINGS and name not in DATA)


def under(task: Config, answer: Config, seed: str) -> Config:
    """The state to train: the answer with the exercise's fixed settings and the grader's seed."""
    for name in fixed(task):
        answer = put(answer, name, value(task, name))
    return replace(answer, seed=seed, hidden=answer.hidden | task.hidden)


def overruled(task: Config, answer: Config) -> tuple[str, ...]:
    """The answer's settings for which the exercise fixes another value."""
    return tuple(name for name in fixed(task) if value(answer, name) != value(task, name))


def open_answer(task: Config, answer: Config) -> Config:
    """The answer as a learner works on it: fixed settings are hidden."""
    return replace(under(task, answer, answer.seed), hidden=answer.hidden | task.hidden | _hidden_with(task))


def as_answer(task: Config, config: Config) -> str:
    """A learner's state as an answer: an address with the exercise's hidden settings and its seed."""
    return write_address(replace(config, hidden=config.hidden - _hidden_with(task), seed=task.seed))


def _hidden_with(task: Config) -> frozenset[str]:
    return frozenset(DATA).intersection(HIDEABLE) - task.hidden
