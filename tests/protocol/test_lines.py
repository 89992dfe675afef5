"""Lines as they are on the wire: what is left out is the default, and each value is of its field's very type."""

from __future__ import annotations

import json
import math

import pytest

from tuitutor.errors import ProtocolError
from tuitutor.protocol import codec
from tuitutor.protocol.events import (
    BatchEnded,
    Checked,
    ChildEnded,
    EpochEnded,
    Executed,
    FigureShown,
    FitStarted,
    Measured,
    ModelDrawn,
    Output,
    Predicted,
    Ready,
    Scored,
)
from tuitutor.protocol.facts import (
    CompileFacts,
    FitFacts,
    LayerFacts,
    ModelCheckFacts,
    ModelFacts,
    ProgramFacts,
    ScoreFacts,
)
from tuitutor.protocol.figures import Axis, Bars, Figure, LegendEntry, Line, Note, Panel
from tuitutor.protocol.isolation import Isolation
from tuitutor.protocol.limits import Limits
from tuitutor.protocol.raised import ErrorInfo, Frame
from tuitutor.protocol.requests import CheckModel, Execute, Measure, Start, Stop

LIMITS = Limits(
    wall_s=300.0,
    cpu_s=180.0,
    memory_bytes=6_442_450_944,
    output_bytes=16_777_216,
    file_bytes=268_435_456,
    disk_bytes=268_435_456,
    processes=100,
    threads=500,
)
NOTHING_PROMISED = Isolation(tier="limits", files=False, network=False, processes=False, ends=False, missing=())
ALONE: dict[str, object] = {"child": "c", "run": "r"}
COUNTS = {"params": 8, "trainable_params": 8}
LAYER = {"name": "d", "kind": "Dense", "builtin": True, **COUNTS, "output_shape": [None, 2]}
MODEL: dict[str, object] = {"kind": "Sequential", "built": True, **COUNTS, "input_shape": None, "output_shape": []}
AXIS = {"low": 0, "high": 1.5}

# a line with all that it must have -> the message, with all that it left out
SHORTEST: dict[str, tuple[dict[str, object], codec.Message]] = {
    "Start": ({"child": "c"}, Start("c", limits=LIMITS, columns=80, seed=0, warm=True)),
    "Execute": ({**ALONE, "source": "x", "filename": "f"}, Execute("c", "r", "x", "f", answer=False)),
    "Measure": (ALONE, Measure("c", "r", variables=(), save=True)),
    "CheckModel": ({**ALONE, "of": None}, CheckModel("c", "r", None, data_source="", hidden=())),
    "Ready": (
        {"python": "p", "keras": "k", "backend": "b", "host": "h", "pid": 7},
        Ready(
            "p",
            "k",
            "b",
            "h",
            7,
            forks=True,
            note="",
            devices=(),
            isolation=NOTHING_PROMISED,
            cores=0,
            usable_cores=0,
            nice=0,
            memory_bytes=0,
            memory_limited=False,
        ),
    ),
    "Output": ({**ALONE, "text": "x"}, Output("c", "r", "x", stream="stdout", dropped=0)),
    "FitStarted": (
        {**ALONE, "fit": 1, "epochs": 2, "steps": None, "validation": True},
        FitStarted("c", "r", 1, 2, None, True, fused=False),
    ),
    "BatchEnded": ({**ALONE, "fit": 1, "epoch": 2, "step": 3}, BatchEnded("c", "r", 1, 2, 3, logs={})),
    "FigureShown": (
        {
            **ALONE,
            "number": 1,
            "figure": {
                "panels": [{"x": AXIS, "y": AXIS, "marks": [{"x": 0, "y": 1, "text": "n", "colour": "#000000"}]}],
            },
        },
        FigureShown(
            "c",
            "r",
            1,
            Figure(
                (
                    Panel(
                        x=Axis(0.0, 1.5, label="", ticks=(), visible=True),
                        y=Axis(0.0, 1.5, label="", ticks=(), visible=True),
                        marks=(Note(0.0, 1.0, "n", "#000000", align="left", points_to=()),),
                        title="",
                        legend=(),
                        row=0,
                        column=0,
                        equal=False,
                    ),
                ),
                title="",
                left_out=(),
            ),
            final=True,
        ),
    ),
    "ModelDrawn": (
        {**ALONE, "model": {**MODEL, "layers": [LAYER]}},
        ModelDrawn(
            "c",
            "r",
            ModelFacts(
                kind="Sequential",
                built=True,
                layers=(LayerFacts("d", "Dense", True, 8, 8, (None, 2), settings={}, inbound=()),),
                params=8,
                trainable_params=8,
                input_shape=None,
                output_shape=(),
                operations=(),
            ),
        ),
    ),
    "Executed": (
        {**ALONE, "outcome": "raised", "seconds": 1, "error": {"kind": "E", "message": "m"}},
        Executed("c", "r", "raised", 1.0, error=ErrorInfo("E", "m", frames=(), traceback="")),
    ),
    "Measured": (
        {**ALONE, "facts": {"model": None, "model_kind": None, "compiled": None}},
        Measured(
            "c",
            "r",
            ProgramFacts(None, None, None, fits=(), variables=(), saved=False, save_problem=None, problem=None),
        ),
    ),
    "Checked": (
        {**ALONE, "facts": {"loaded": False}},
        Checked("c", "r", ModelCheckFacts(False, problem=None, model=None, scores=(), inputs=())),
    ),
    "Predicted": (ALONE, Predicted("c", "r", problem=None)),
    "Scored": (
        {**ALONE, "score": {"data": "xor", "samples": 4, "accuracy": 1}},
        Scored("c", "r", ScoreFacts("xor", 4, 1.0, output_shape=None, problem=None, ours=False)),
    ),
    "ChildEnded": ({"child": "c", "cause": "wall"}, ChildEnded("c", "wall", code=0, frames=())),
}


def line(tag: str, body: dict[str, object]) -> bytes:
    return json.dumps({"is": tag, **body}).encode()


@pytest.mark.parametrize("tag", SHORTEST)
def test_what_a_line_leaves_out_is_the_default(tag: str) -> None:
    body, message = SHORTEST[tag]
    assert codec.decode(line(tag, body)) == message
    assert codec.decode(codec.encode(message)) == message


@pytest.mark.parametrize(
    ("tag", "name"), [(tag, name) for tag, (body, _) in SHORTEST.items() for name in body if name != "error"]
)
def test_what_has_no_default_may_not_be_left_out(tag: str, name: str) -> None:
    body, _ = SHORTEST[tag]
    with pytest.raises(ProtocolError, match=name):
        codec.decode(line(tag, {key: value for key, value in body.items() if key != name}))


def test_a_line_is_one_object_in_ascii_with_its_tag_first() -> None:
    assert codec.encode(Output("c", "r", 'é"\n')) == (
        b'{"is":"Output","child":"c","run":"r","text":"\\u00e9\\"\\n","stream":"stdout","dropped":0}\n'
    )


@pytest.mark.parametrize(("value", "text"), [(math.nan, "nan"), (math.inf, "inf"), (-math.inf, "-inf")])
def test_a_number_that_json_lacks_travels_by_name(value: float, text: str) -> None:
    sent = codec.encode(EpochEnded("c", "r", 1, 1, 0.5, {"loss": value, "accuracy": 0.25}))
    assert b'"logs":{"loss":{"$float":"%s"},"accuracy":0.25}' % text.encode() in sent
    received = codec.decode(sent)
    assert isinstance(received, EpochEnded)
    assert repr(received.logs) == repr({"loss": value, "accuracy": 0.25})


def settings(value: object) -> bytes:
    layer = {**LAYER, "settings": {"of": value}}
    return line("ModelDrawn", {**ALONE, "model": {**MODEL, "layers": [layer]}})


def panel(axis: object) -> bytes:
    return line("FigureShown", {**ALONE, "number": 1, "figure": {"panels": [{"x": axis, "y": AXIS}]}})


@pytest.mark.parametrize(
    ("sent", "received"),
    [
        (None, None),
        (True, True),
        (1, 1),
        (1.0, 1.0),
        ("1", "1"),
        ([1, 2], (1, 2)),
        ([], ()),
        ({"$float": "inf"}, math.inf),
    ],
)
def test_a_value_of_several_types_keeps_its_own(sent: object, received: object) -> None:
    message = codec.decode(settings(sent))
    assert isinstance(message, ModelDrawn)
    found = message.model.layers[0].settings["of"]
    assert (found, type(found)) == (received, type(received))


def test_a_whole_number_where_a_float_is_wanted_becomes_one() -> None:
    facts = {"model": None, "model_kind": None, "compiled": {"loss": None, "optimizer": None, "learning_rate": 1}}
    message = codec.decode(line("Measured", {**ALONE, "facts": facts}))
    assert isinstance(message, Measured)
    assert message.facts.compiled == CompileFacts(None, None, 1.0)
    assert type(message.facts.compiled.learning_rate) is float


def test_history_and_boxes_come_back() -> None:
    fit = FitFacts(2, 2, None, False, {"loss": (0.5, math.inf)})
    bars = Bars(((0.0, 0.0, 1.0, 2.0), (1.0, 0.0, 2.0, 1.0)), ("#ffffff",))
    axis = Axis(0.0, 1.0, ticks=((0.0, "0"), (1.0, "1")))
    figure = Figure(
        (
            Panel(
                axis, axis, (bars, Line((0.0,), (math.inf,), "#000000")), legend=(LegendEntry("#ffffff", "a", "line"),)
            ),
        )
    )
    measured = Measured("c", "r", ProgramFacts(None, None, None, (fit,)))
    for message in (measured, FigureShown("c", "r", 1, figure, False)):
        assert codec.decode(codec.encode(message)) == message


@pytest.mark.parametrize(
    "sent",
    [
        settings([1, "2"]),
        settings([1.0]),
        settings({}),
        settings({"$float": "2"}),
        settings({"$float": "nan", "more": 1}),
        settings({"float": "nan"}),
        line("Stop", {"child": None}),
        line("Stop", {"child": ["c"]}),
        line("Predicted", {**ALONE, "problem": 5}),
        line("Predicted", {**ALONE, "problem": False}),
        line("FitStarted", {**ALONE, "fit": 1, "epochs": 2, "steps": 2.5, "validation": True}),
        line("FitStarted", {**ALONE, "fit": 1, "epochs": 2, "steps": True, "validation": True}),
        line("FitStarted", {**ALONE, "fit": 1.0, "epochs": 2, "steps": None, "validation": True}),
        line("FitStarted", {**ALONE, "fit": 1, "epochs": 2, "steps": None, "validation": 1}),
        line("BatchEnded", {**ALONE, "fit": 1, "epoch": 1, "step": 1, "logs": []}),
        line("BatchEnded", {**ALONE, "fit": 1, "epoch": 1, "step": 1, "logs": {"loss": None}}),
        line("BatchEnded", {**ALONE, "fit": 1, "epoch": 1, "step": 1, "logs": {"loss": "0.5"}}),
        line("BatchEnded", {**ALONE, "fit": 1, "epoch": 1, "step": 1, "logs": {"loss": True}}),
        line("Measure", {**ALONE, "variables": "xy"}),
        line("Measure", {**ALONE, "variables": {"x": 1}}),
        line("Measure", {**ALONE, "variables": [1]}),
        line("Executed", {**ALONE, "outcome": "ok", "seconds": {}}),
        line("Executed", {**ALONE, "outcome": "ok", "seconds": 1, "error": []}),
        line("Executed", {**ALONE, "outcome": "ok", "seconds": 1, "error": {"kind": "E"}}),
        line("Executed", {**ALONE, "outcome": "ok", "seconds": 1, "error": {"kind": "E", "message": "m", "of": 1}}),
        panel([0, 1]),
        panel({**AXIS, "ticks": [[0]]}),
        panel({**AXIS, "ticks": [[0, "", 1]]}),
    ],
)
def test_a_value_of_another_type_is_refused(sent: bytes) -> None:
    with pytest.raises(ProtocolError):
        codec.decode(sent)


def test_a_refusal_says_where_and_what() -> None:
    with pytest.raises(ProtocolError, match=r"^BatchEnded\.logs\.loss: 'x+' is not a float$") as refusal:
        codec.decode(line("BatchEnded", {**ALONE, "fit": 1, "epoch": 1, "step": 1, "logs": {"loss": "x" * 1000}}))
    assert len(str(refusal.value)) < 100
    with pytest.raises(ProtocolError, match=r"^Stop: unknown field 'a'$"):
        codec.decode(line("Stop", {"child": "c", "b": 1, "a": 1}))
    with pytest.raises(ProtocolError, match=r"^unknown message 'Nothing'$"):
        codec.decode(line("Nothing", {}))


def test_a_line_as_long_as_may_be_passes_and_no_longer_one() -> None:
    assert codec.MAX_LINE == 1_048_576
    spare = codec.MAX_LINE - len(codec.encode(Output("c", "r", "")))
    full = codec.encode(Output("c", "r", "x" * spare))
    assert len(full) == codec.MAX_LINE
    assert codec.decode(full) == Output("c", "r", "x" * spare)
    with pytest.raises(ProtocolError, match=f"{codec.MAX_LINE + 1} bytes"):
        codec.encode(Output("c", "r", "x" * (spare + 1)))
    with pytest.raises(ProtocolError, match=f"{codec.MAX_LINE + 1} bytes"):
        codec.decode(full[:-1] + b" \n")
    assert codec.decode(line("Stop", {"child": "c"})) == Stop("c")


def test_an_error_is_where_its_innermost_frame_is() -> None:
    outer, inner = Frame("answer.py", 3, "<module>", ""), Frame("answer.py", 1, "f", "")
    assert ErrorInfo("E", "m", (outer, inner)).line == 1
    assert ErrorInfo("E", "m").line is None


@pytest.mark.parametrize("held", range(8))
def test_code_that_nobody_has_read_runs_only_where_all_three_walls_stand(held: int) -> None:
    walls = Isolation(files=bool(held & 1), network=bool(held & 2), processes=bool(held & 4), ends=True)
    assert walls.holds == (held == 7)
