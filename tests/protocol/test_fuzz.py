"""100,000 lines that are nearly messages: each decodes to a message or is refused, and nothing else is raised."""

from __future__ import annotations

import dataclasses
import json
import random
import typing

import pytest

from tests.protocol.test_codec import CLASSES, same
from tuitutor.errors import ProtocolError
from tuitutor.protocol import codec, events

FRAMES = 10_000  # with each of ten seeds
TEXTS = ["", "c1", "loss", "é\u2028\x1b[2J", "\ud800", "\0", '"\\', "x" * 300, "$float", "nan"]
NUMBERS = [0, 1, -1, 2**31, 2**64, 10**308, 10**309, 10**399, 10**400]
# What takes the place of a value: raw, as no honest encoder would write it
VALUES = [
    "9" * 309, "-" + "9" * 400, "9" * 5000, "1e999", "-1e999", "1" * 300 + ".5", "1e-999", "-0", "NaN", "-Infinity",
    "null", "true", "[]", "{}", '""', '"\\ud800"', '"\\u0000"', "[" * 900 + "]" * 900, '{"a":' * 900 + "1" + "}" * 900,
    '{"$float":"nan"}', '{"$float":1}', '{"$float":["nan"]}', '{"$float":"nan","a":1}', '{"a":1,"a":2}', "[[[[1]]]]",
    '{"é":' + "9" * 400 + "}", "[1,2.5,null,\"x\"]", '"' + "y" * 5000 + '"',
]  # fmt: skip


def made(kind: typing.Any, chance: random.Random) -> typing.Any:
    """Some value of an annotated type."""
    origin, args = typing.get_origin(kind), typing.get_args(kind)
    if origin is typing.Union:
        return made(chance.choice(args), chance)
    if origin is tuple:
        kinds = [args[0]] * chance.randrange(3) if args[-1] is Ellipsis else args
        return tuple(made(each, chance) for each in kinds)
    if origin is dict:
        return {chance.choice(TEXTS): made(args[1], chance) for _ in range(chance.randrange(3))}
    if dataclasses.is_dataclass(kind):
        hints = typing.get_type_hints(kind)
        return typing.cast(type, kind)(**{f.name: made(hints[f.name], chance) for f in dataclasses.fields(kind)})
    floats = [0.5, 1e300, float("nan"), float("-inf")]
    simple: dict[type, list[typing.Any]] = {bool: [True, False], int: NUMBERS[:5], float: floats, str: TEXTS}
    return chance.choice(simple[kind]) if kind in simple else None


def mutated(line: bytes, other: bytes, chance: random.Random) -> bytes:
    at, to = sorted(chance.randrange(len(line)) for _ in range(2))
    match chance.randrange(8):
        case 0:
            return line[:at] + bytes([chance.randrange(256)]) + line[at + 1 :]
        case 1:
            return line[:at] + line[to:]
        case 2:
            return line[:at] + other[chance.randrange(len(other)) :]
        case 3:
            return chance.randbytes(chance.randrange(60))
        case 4:  # a pair twice, and another's
            return line[:1] + other[1:-1] + b"," + line[1:]
        case 5:
            return line[: at + 1].decode("ascii").encode(chance.choice(["utf-16", "utf-32", "utf-8-sig"])) + line[at:]
        case _:
            return _with_value(line, chance)


def _with_value(line: bytes, chance: random.Random) -> bytes:
    """Another value, of any kind, somewhere in the message."""
    body = json.loads(line)
    holder, key = body, chance.choice(list(body))
    while isinstance(holder[key], (dict, list)) and holder[key] and chance.random() < 0.8:
        holder = holder[key]
        key = chance.choice(list(holder)) if isinstance(holder, dict) else chance.randrange(len(holder))
    holder[key] = "\x00here"
    return json.dumps(body).encode().replace(b'"\\u0000here"', chance.choice(VALUES).encode())


@pytest.mark.sampled(10)
@pytest.mark.parametrize("seed", range(10))
@pytest.mark.long
def test_a_hundred_thousand_lines_decode_to_messages_or_are_refused(seed: int) -> None:
    chance = random.Random(seed)
    lines = [codec.encode(made(kind, chance)).rstrip(b"\n") for kind in CLASSES for _ in range(20)]
    understood = 0
    for number in range(FRAMES):
        frame = mutated(lines[number % len(lines)], chance.choice(lines), chance)
        try:
            message = codec.decode(frame)
        except ProtocolError:
            continue
        understood += 1
        assert same(codec.decode(codec.encode(message)), message)
    assert FRAMES // 50 < understood < FRAMES // 2  # so neither half of the test is idle


@pytest.mark.parametrize(
    "line",
    [
        b'{"is":"Spent","child":"c","cpu_s":%s}',
        b'{"is":"EpochEnded","child":"c","run":"r","fit":1,"epoch":1,"seconds":1.0,"logs":{"loss":%s}}',
    ],
)
def test_an_integer_that_is_no_float_is_refused_wherever_a_float_is_read(line: bytes) -> None:
    assert codec.decode(line % (b"9" * 308))
    for digits in (309, 401, 5000):
        with pytest.raises(ProtocolError):
            codec.decode(line % (b"9" * digits))


@pytest.mark.parametrize("line", ['{"is":"%s"}', '{"is":"Stop","%s":1}', '{"is":"Stop","child":["%s"]}'])
def test_what_is_said_of_a_bad_line_fits_into_a_message(line: str) -> None:
    with pytest.raises(ProtocolError) as refused:
        codec.decode((line % ("é" * 400_000)).encode())
    assert codec.decode(codec.encode(events.Violated("c1", str(refused.value))))


def test_an_integer_that_python_does_not_print_is_refused_in_writing_too() -> None:
    with pytest.raises(ProtocolError):
        codec.encode(events.ScalarLogged("c", "r", "loss", 10**5000, 1.0))
