"""States as answers to an exercise: what an answer may choose, and what the exercise fixes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from tuitutor.errors import UsageError
from tuitutor.playground.address import parse, write
from tuitutor.playground.config import HIDEABLE, SETTINGS, Config, differences, put, value

DATA = ("problem", "dataset", "regDataset", "threeClass", "function", "points", "noise", "percTrainData")
"""The settings that determine the data, except the seed."""

_FIXED_BY = {"numHiddenLayers": ("networkShape",), "activation": ("activation", "activations")}

_PAGE = re.compile(r"https?://[^\s'\"<>]*#[^\s'\"<>]*")
_LINE = re.compile(r"^[\s#'\"]*(?:answer\s*[:=])?[\s#'\"]*(\w+=[^\s'\"]*)[\s'\"]*$", re.IGNORECASE | re.MULTILINE)


def address_in(text: str) -> str:
    """The address in a text, or one made of its lines that are parts of an address; "" if there is none.

    Raises UsageError if there are two.
    """
    found = list(dict.fromkeys(page.rstrip(").,;`") for page in _PAGE.findall(text)))
    if len(found) > 1:
        raise UsageError("There are two addresses; leave the one that is your answer.")
    return found[0] if found else "&".join(_LINE.findall(text))


def cut_out(text: str) -> str:
    """The parts of a text that `address_in` reads, at most 4,000 characters of them."""
    pages = list(dict.fromkeys(_PAGE.findall(text)))[:2]
    return "\n".join(pages or _LINE.findall(text))[:4000]


def state_in(text: str) -> Config:
    """The state of the address in a text. Raises UsageError if there is none, or if a part of it is invalid."""
    address = address_in(text)
    if not address:
        raise UsageError("There is no address of a playground here; put one after `# answer:`.")
    config, messages = parse(address)
    if messages:
        raise UsageError(messages[0].partition(" It stays ")[0])  # the answer is refused, so nothing stays
    return config


def described(state: str, text: str) -> str:
    """The network in a text, in words: how it differs from the exercise's state; or why there is none."""
    try:
        task, given = parse(state)[0], state_in(text)
    except UsageError as error:
        return str(error)
    return f"Yours: {differences(under(task, given, task.seed), task) or 'as the exercise begins'}"


def fixed(task: Config) -> Iterator[str]:
    """The settings that the exercise fixes: the data, and all that it hides."""
    yield from DATA
    for control in HIDEABLE:
        if control in task.hidden:
            yield from (name for name in _FIXED_BY.get(control, (control,)) if name in SETTINGS and name not in DATA)


def under(task: Config, answer: Config, seed: str) -> Config:
    """The answer with what the exercise fixes and the grader's seed: the state that is trained."""
    for name in fixed(task):
        answer = put(answer, name, value(task, name))
    return replace(answer, seed=seed, hidden=answer.hidden | task.hidden)


def overruled(task: Config, answer: Config) -> tuple[str, ...]:
    """The settings of the answer that don't count, since the exercise fixes another value."""
    return tuple(name for name in fixed(task) if value(answer, name) != value(task, name))


def opened(task: Config, answer: Config) -> Config:
    """The answer as a learner works on it: what the exercise fixes can't be changed, so it isn't shown."""
    return replace(under(task, answer, answer.seed), hidden=answer.hidden | task.hidden | _hidden_with(task))


def handed_in(task: Config, config: Config) -> str:
    """What a learner worked on, as an answer: an address that hides no more than the exercise does.

    It has the exercise's seed, since the learner's wouldn't count.
    """
    return write(replace(config, hidden=config.hidden - _hidden_with(task), seed=task.seed))


def _hidden_with(task: Config) -> frozenset[str]:
    return frozenset(DATA).intersection(HIDEABLE) - task.hidden
