"""Any message survives the line; anything else is refused, never half understood."""

from __future__ import annotations

import dataclasses
import math
import pickle
import typing

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tuitutor.errors import ProtocolError
from tuitutor.protocol import codec, events, facts, figures, isolation, limits, name_facts, raised, requests

CLASSES = [*typing.get_args(requests.Request), *typing.get_args(events.Event)]
ANY_MESSAGE = st.sampled_from(CLASSES).flatmap(st.from_type)


def any_of(kind: type) -> st.SearchStrategy[object]:
    hints = typing.get_type_hints(kind)
    return st.fixed_dictionaries({name: st.from_type(hints[name]) for name in hints}).map(lambda values: kind(**values))


for module in (events, facts, figures, isolation, limits, name_facts, raised, requests):
    for kind in vars(module).values():
        if dataclasses.is_dataclass(kind) and isinstance(kind, type):
            st.register_type_strategy(kind, any_of)


def same(left: object, right: object) -> bool:
    """Equality in which NaN equals itself and an int may come back as the float that the field declares."""
    if dataclasses.is_dataclass(left):
        return type(left) is type(right) and all(
            same(getattr(left, f.name), getattr(right, f.name)) for f in dataclasses.fields(left)
        )
    if isinstance(left, float) and math.isnan(left):
        return isinstance(right, float) and math.isnan(right)
    if isinstance(left, dict) and isinstance(right, dict):
        return left.keys() == right.keys() and all(same(left[key], right[key]) for key in left)
    if isinstance(left, tuple) and isinstance(right, tuple):
        return len(left) == len(right) and all(map(same, left, right))
    return left == right


def test_what_a_message_leaves_out_says_nothing_else() -> None:
    assert facts.FitFacts(1, 1, None, False).of_model
    assert facts.TrainingFacts(True, True, 1, 1, 1).frozen == 0
    frames = tuple(raised.Frame("answer.py", line, "f", "f()") for line in (3, 1, 2))
    assert raised.ErrorInfo("ValueError", "", frames).line == 2
    assert raised.ErrorInfo("ValueError", "").line is None


@pytest.mark.long
@given(ANY_MESSAGE)
def test_every_message_comes_back_as_it_was(message: codec.Message) -> None:
    line = codec.encode(message)
    assert line.count(b"\n") == 1
    assert line.isascii()
    assert same(codec.decode(line), message)


@given(ANY_MESSAGE, st.data())
def test_a_torn_line_is_refused(message: codec.Message, data: st.DataObject) -> None:
    line = codec.encode(message).rstrip(b"\n")
    cut = data.draw(st.integers(0, len(line) - 1))
    with pytest.raises(ProtocolError):
        codec.decode(line[:cut])


@given(st.binary(max_size=200))
def test_noise_never_raises_anything_else(line: bytes) -> None:
    try:
        codec.decode(line)
    except ProtocolError:
        return
    pytest.fail("noise became a message")


@pytest.mark.parametrize(
    "line",
    [
        b'{"is":"Stop"}',
        b'{"is":"Stop","child":1}',
        b'{"is":"Stop","child":"c1","more":0}',
        b'{"is":"FitEnded","child":"c","run":"r","fit":true,"epochs_run":1}',
        b'{"is":"ScalarLogged","child":"c","run":"r","name":"x","step":1,"value":NaN}',
        b'{"is":"Nothing"}',
        b'["is","Stop"]',
        b'{"is":["Stop"],"child":"c"}',
        b"[" * 100_000,
    ],
)
def test_what_no_honest_worker_writes_is_refused(line: bytes) -> None:
    with pytest.raises(ProtocolError):
        codec.decode(line)


def test_a_message_past_the_largest_line_is_refused_on_both_sides() -> None:
    message = requests.Execute("c", "r", "x" * codec.MAX_LINE, "f.py")
    with pytest.raises(ProtocolError):
        codec.encode(message)
    with pytest.raises(ProtocolError):
        codec.decode(b" " * (codec.MAX_LINE + 1))


def test_the_quick_dataclass_is_what_the_standard_one_is() -> None:
    quick, standard = (
        raised.Frame,
        dataclasses.make_dataclass("Frame", [*typing.get_type_hints(raised.Frame).items()], frozen=True),
    )
    values: typing.Any = ("answer.py", 3, "f", "f()")
    one, same_one = quick(*values), quick(filename="answer.py", line=3, function="f", text="f()")
    assert one == same_one != quick("answer.py", 4, "f", "f()")
    assert {one, same_one} == {one}
    assert repr(one) == repr(standard(*values))
    assert one != standard(*values)
    assert dataclasses.replace(one, line=4) == quick("answer.py", 4, "f", "f()")
    assert dataclasses.asdict(one) == dataclasses.asdict(standard(*values))
    assert pickle.loads(pickle.dumps(one)) == one
    assert facts.LayerFacts("a", "Dense", True, 1, 1, None).settings is not (
        facts.LayerFacts("a", "Dense", True, 1, 1, None).settings
    ), "each has a default of its own"
    with pytest.raises(dataclasses.FrozenInstanceError):
        one.line = 5  # type: ignore[misc]
    with pytest.raises(dataclasses.FrozenInstanceError):
        del one.line


@pytest.mark.parametrize(
    ("args", "values"),
    [
        (("answer.py", 3, "f", "f()", "more"), {}),
        (("answer.py", 3, "f"), {}),
        (("answer.py", 3, "f", "f()"), {"line": 3}),
        (("answer.py", 3, "f", "f()"), {"colour": 3}),
        (("answer.py", 3, "f"), {"colour": 3}),
    ],
)
def test_a_quick_dataclass_refuses_values_that_are_not_its_fields(args: typing.Any, values: typing.Any) -> None:
    with pytest.raises(TypeError, match="Frame"):
        raised.Frame(*args, **values)
