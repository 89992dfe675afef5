"""The `yaml checks` block becomes checks, or problems that name line and spelling."""

from __future__ import annotations

import pytest

from tests.course.lesson_texts import checked, complaints, line_of, parse
from tuitutor.course import checks as c
from tuitutor.course.bounds import Bound
from tuitutor.course.challenge import Challenge
from tuitutor.course.checks import LayerSpec
from tuitutor.course.choices import Question
from tuitutor.course.kind import CheckKind


def read(text: str) -> tuple[c.Check, ...]:
    lesson = parse(checked(text))
    assert lesson.problems == ()
    return lesson.exercises[0].checks


LOW = Bound(at_most=0.05)
KINDS: list[tuple[str, CheckKind, str]] = [
    (
        "layers: [{Dense: {units: 3, activation: relu}}, ..., Flatten, {Conv2D: {kernel_size: [3, 3]}}]",
        c.Layers(
            (
                LayerSpec("Dense", (("units", 3), ("activation", "relu"))),
                LayerSpec(any_number=True),
                LayerSpec("Flatten"),
                LayerSpec("Conv2D", (("kernel_size", (3, 3)),)),
            )
        ),
        "Layers",
    ),
    ("output_shapes: [[null, 3], [null, 2]]", c.OutputShapes(((None, 3), (None, 2))), "Output shapes"),
    ("output_shape: [null, 2]", c.OutputShape((None, 2)), "Output shape"),
    ("output_shape: 2", c.OutputShape((2,)), "Output shape"),
    ("params: {per_layer: [12, 8], total: 20}", c.Params((12, 8), Bound(20)), "Parameters"),
    (
        "params: {trainable: {at_least: 20, at_most: 1000}}",
        c.Params(trainable=Bound(at_least=20, at_most=1000)),
        "Parameters",
    ),
    (
        "compiled: {loss: [mse, mae], optimizer: adam, learning_rate: {at_most: 1e-1}, metrics: [accuracy]}",
        c.Compiled(("mse", "mae"), ("adam",), Bound(at_most=0.1), ("accuracy",)),
        "How it is compiled",
    ),
    (
        "fit: {epochs: {at_most: 30}, batch_size: 32, validation: true}",
        c.Fit(Bound(at_most=30), batch_size=Bound(32), validation=True),
        "How it is trained",
    ),
    (
        "history: {val_loss: {falls: true, best: {at_most: 0.3}}, gap: {accuracy: {at_most: 0.05}}}",
        c.History((("val_loss", c.Curve(falls=True, best=Bound(at_most=0.3))),), (("accuracy", Bound(at_most=0.05)),)),
        "Training curves",
    ),
    (
        "accuracy: {data: xor3, samples: 4000, at_least: 0.95}",
        c.Accuracy("xor3", 4000, at_least=0.95),
        "Accuracy on hidden data",
    ),
    (
        "accuracy: {data: xor3, samples: 9, at_least: 0.95, in_worlds: {at_least: 0.87}}",
        c.Accuracy("xor3", 9, at_least=0.95, in_worlds=Bound(at_least=0.87)),
        "Accuracy on hidden data",
    ),
    (
        "error: {data: line, samples: 1000, metric: mse, at_most: 0.1, in_worlds: {at_most: 0.2}}",
        c.Error("line", 1000, "mse", 0.1, Bound(at_most=0.2)),
        "Error on hidden data",
    ),
    ("trained: loop", c.Trained("loop"), "What trained it"),
    (
        "fit: {asked: 60, steps: {at_least: 9}, training_samples: 50, validation_samples: {at_least: 7},"
        " restored: false, lowest_rate: {at_least: 0.003}}",
        c.Fit(
            asked=Bound(60),
            steps=Bound(at_least=9),
            training_samples=Bound(50),
            validation_samples=Bound(at_least=7),
            restored=False,
            lowest_rate=Bound(at_least=0.003),
        ),
        "How it is trained",
    ),
    (
        "fit: {total_samples: {at_most: 9}, total_steps: {at_most: 8}, epoch_samples: {at_most: 7}}",
        c.Fit(total_samples=Bound(at_most=9), total_steps=Bound(at_most=8), epoch_samples=Bound(at_most=7)),
        "How it is trained",
    ),
    (
        "history: {val_accuracy: {earlier: {at_most: 0.9}}}",
        c.History((("val_accuracy", c.Curve(earlier=Bound(at_most=0.9))),)),
        "Training curves",
    ),
    (
        "built_from: {layers: [Dense], activations: [tanh, sigmoid]}",
        c.BuiltFrom(("Dense",), ("tanh", "sigmoid")),
        "Built from layers",
    ),
    (
        "variable: {late: {at_least: 1, at_most: 2}}",
        c.Variable("late", c.Expected(at_least=1, at_most=2)),
        "Variable late",
    ),
    (
        "variable: {mean: {equals: 0.5, within: 0.1}}",
        c.Variable("mean", c.Expected(equals=0.5, within=0.1)),
        "Variable mean",
    ),
    ("built_from: layers", c.BuiltFrom(), "Built from layers"),
    ("built_from: [Dense, Add]", c.BuiltFrom(("Dense", "Add")), "Built from layers"),
    ("fit: {total_epochs: {at_most: 30}}", c.Fit(total_epochs=Bound(at_most=30)), "How it is trained"),
    (
        "variable: {batch: {shape: [32, 3], dtype: float32}}",
        c.Variable("batch", c.Expected((32, 3), "float32")),
        "Variable batch",
    ),
    ("variable: {rank: {equals: 3}}", c.Variable("rank", c.Expected(equals=3)), "Variable rank"),
    ('stdout: {matches: "rank: 3"}', c.Stdout("rank: 3"), "What is printed"),
    ("source: {calls: [fit], never: exec}", c.Source(("fit",), ("exec",)), "The code"),
    ("question: {choices: [9, 12, 16], answer: 12}", Question("12", ("9", "12", "16")), "Answer"),
    (
        "question: {choices: [0.50, no, 3], answer: 3, because: {0.50: ' a half ', no: off}}",
        Question("3", ("0.50", "no", "3"), (("0.50", "a half"), ("no", "off"))),
        "Answer",
    ),
    ("question: {number: 0.90, because: {-1: below}}", Question("0.90", (), (("-1", "below"),)), "Answer"),
    (
        "play: {state: dataset=xor, epochs: 300, runs: 3, test_loss: {at_most: 0.05}, units: {at_most: 8}, layers: 1,"
        " features: [x, y], optimizers: sgd}",
        Challenge("dataset=xor", 300, LOW, Bound(at_most=8), Bound(1), ("x", "y"), (), ("sgd",), 3),
        "Trained again on hidden data",
    ),
    (
        "play: {state: 'https://playground.tensorflow.org/#noise=10', epochs: 9, test_loss: {at_most: 0.05},"
        " without: sinX}",
        Challenge("https://playground.tensorflow.org/#noise=10", 9, LOW, without=("sinX",)),
        "Trained again on hidden data",
    ),
]


@pytest.mark.parametrize(("text", "kind", "name"), KINDS, ids=[text.split(":")[0] for text, _, _ in KINDS])
def test_every_kind_is_read_and_named(text: str, kind: CheckKind, name: str) -> None:
    [check] = read(f"- {text}")
    assert check.kind == kind
    assert (check.name, check.points, check.needs, check.feedback) == (name, 1.0, (), "")


def test_shared_keys_and_lines() -> None:
    text = (
        "- params: {total: 20}\n- params: {total: 20}\n- built_from: layers\n  name: 12\n  points: 2.5\n"
        "  needs: [params]\n  feedback: |\n    Two\n    lines."
    )
    first, second, third = read(text)
    assert (first.name, second.name, third.name) == ("Parameters", "Parameters 2", "12")
    assert third.needs == ("Parameters", "Parameters 2")
    assert (third.points, third.feedback) == (2.5, "Two\nlines.")
    assert third.line == line_of(checked(text), "built_from")


FAULTS = {
    "- acuracy: {data: x}": ("acuracy", "unknown check 'acuracy'; did you mean 'accuracy'?"),
    "- fit: {epochs: 3}\n  poins: 3": ("poins", "unknown key 'poins'; did you mean 'points'?"),
    "- params:\n    totl: 3": ("totl", "in 'params': unknown key 'totl'; did you mean 'total'?"),
    "- params:\n    total:\n      at_lest: 3": ("at_lest", "did you mean 'at_least'?"),
    "- params:\n    total: many": ("many", "found 'many'; expected a number or a mapping with 'equals'"),
    "- params: {}": ("params", "this checks nothing; give at least one of 'per_layer', 'total' or 'trainable'"),
    "- params: {total: {at_least: 3, at_most: 2}}": ("params", "nothing can meet both"),
    "- params: {total: {}}": ("params", "found no bound"),
    "- params: {total: .nan}": ("params", "not a finite number"),
    "- params: [3]": ("params", "found a list; expected a mapping"),
    "- layers: [dense]": ("layers", "expected the name of a layer class"),
    "- layers: [...]": ("layers: ", "this checks nothing"),
    "- output_shapes:\n  - [null, a]": ("[null, a]", "found 'a'; expected a whole number"),
    "- output_shape: [null]": ("output_shape", "this checks nothing"),
    "- history:\n    val_loss:\n      fals: true": ("fals", "did you mean 'falls'?"),
    "- history: {loss: {falls: true, rises: true}}": ("history", "both 'falls' and 'rises'"),
    "- accuracy: {data: a, samples: 3, at_least: 95}": ("accuracy", "write 95 % as 0.95"),
    "- accuracy: {data: a, at_least: 0.9}": ("accuracy", "the key 'samples' is missing"),
    "- built_from: layer": ("built_from", "found 'layer'; expected 'layers'"),
    "- params:\n    total: |\n      far\n      too long": ("|", "found 'far too long'; expected a number"),
    "- built_from:": ("built_from", "found nothing; expected"),
    "- built_from: []": ("built_from", "found nothing; expected 'layers', or a list of layer classes"),
    "- built_from: [Dense, relu]": ("built_from", "found the layer 'relu'; expected the name of a layer class"),
    "- variable: {a: {}, b: {}}": ("variable", "found 2 variables"),
    '- stdout: {matches: "("}': ("stdout", "not a valid regular expression"),
    "- question: {choices: [nine, ten], answer: nin}": ("question", "did you mean 'nine'?"),
    "- question: {choices: [12, 12.0], answer: 12}": ("question", "found a choice twice"),
    "- question: {choices: [Dense, dense], answer: Dense}": ("question", "found a choice twice"),
    "- question: {choices: [3, 4]}": ("question", "'answer' or 'number' has to be one line of text"),
    "- question: {number: many}": ("question", "found 'many'; expected a number, such as 640 or 0.91"),
    "- question: {number: 640, answer: 640}": ("question", "found 'number' together with 'answer' or 'choices'"),
    "- question: {number: 640, choices: [640, 3]}": ("question", "found 'number' together with 'answer' or 'choices'"),
    "- question: {number: 640, because: {few: no}}": ("question", "found 'few'; expected a number"),
    "- question: {number: 640, because: {640.0: no}}": (
        "question",
        "'640.0' is the right answer, which needs no reason",
    ),
    "- question: {number: 640, because: {6: a, 6.0: b}}": ("question", "in 'because': found an answer twice"),
    "- question: {answer: often}": (
        "question",
        "expected a number, such as 640 or 0.91; an answer in words needs 'choices'",
    ),
    "- question: {choices: [often, no], answer: often, because: {Often: no}}": (
        "question",
        "'Often' is the right answer, which needs no reason",
    ),
    "- question: {choices: [nine, ten, six], answer: ten, because: {nin: no}}": ("question", "did you mean 'nine'?"),
    "- question: {choices: [nine, tent], answer: tent, because: {ten: no}}": ("question", "expected 'nine'"),
    "- question: {choices: [9, 12], answer: 12, because: {9: ' '}}": ("question", "found no reason for '9'"),
    "- question: {choices: [9, 12], answer: 12, because: {12: no}}": ("question", "'12' is the right answer"),
    "- question: {choices: [9, 12], answer: 12, becuse: {9: no}}": ("becuse", "did you mean 'because'?"),
    "- question: {choices: [9, 12], answer: 12, because: {9: [a]}}": ("[a]", "found a list; expected text"),
    "- fit: {epochs: 3}\n  built_from: layers": ("fit", "found the checks fit, built_from in one entry"),
    "- name: x": ("name", "this entry has no check; expected 'layers', "),
    "- just words": ("just", "found 'just words'; expected a check"),
    "fit: {epochs: 3}": ("fit", "found a mapping; expected a list of checks"),
    "# nothing": ("# nothing", "there are no checks here"),
    "- fit: {epochs: 3}\n  points: -1": ("points", "found '-1'; expected a number, 0 or more"),
    "- fit: {epochs: 3}\n  points: true": ("points", "found 'true'"),
    "- fit: {epochs: 3}\n  needs: [fits]": ("needs", "there is no check 'fits' here; did you mean 'fit'?"),
    "- fit: {epochs: 3}\n  name: a\n- built_from: layers\n  name: a": ("built_from", "a second check named 'a'"),
    "- fit: {epochs: 3, epochs: 4}": ("fit", "found the key 'epochs' a second time"),
    "- fit: &a {epochs: 3}\n- fit: *a": ("&a", "write the value out at each place"),
    "- fit: {epochs: 3}\n\tname: x": ("\tname", "found a tab; YAML is indented with spaces only"),
    "- fit: {epochs: 3": ("fit", "not YAML"),
    "- fit: {epochs: 3}\n  name: a\x0cb": ("name", "found the character U+000C, which YAML does not allow"),
    "- fit: {epochs: 3}\n  feedback: a\u2028b\x85c\n- acuracy: 1": ("acuracy", "did you mean 'accuracy'?"),
    "- fit: {epochs: 3}\n  neds: [a]": ("neds", "unknown key 'neds'; did you mean 'needs'?"),
    "- acuracy: {data: a}\n  neds: [a]": ("neds", "unknown key 'neds'; did you mean 'needs'?"),
}


@pytest.mark.parametrize(("text", "expected"), FAULTS.items(), ids=[repr(text) for text in FAULTS])
def test_fault_names_line_and_spelling(text: str, expected: tuple[str, str]) -> None:
    where, what = expected
    lesson = checked(text)
    found = complaints(lesson)
    assert any(what in complaint for _, complaint in found), found
    assert line_of(lesson, where) in [line for line, complaint in found if what in complaint]


def test_checks_that_need_each_other_are_refused() -> None:
    text = "- fit: {epochs: 3}\n  name: a\n  needs: [b]\n- built_from: layers\n  name: b\n  needs: [a]"
    [(_, what)] = complaints(checked(text))
    assert what in (
        "these checks need each other, so none can start: a -> b -> a",
        "these checks need each other, so none can start: b -> a -> b",
    )


def test_every_check_is_looked_at() -> None:
    assert len(complaints(checked("- fit: 3\n- built_from: layers\n- params: 3\n- stdout: 3"))) == 3
    assert len(complaints(checked("- accuracy: {dat: a, sampls: 3, at_lest: 0.9}"))) == 3


def test_a_yaml_fault_hides_no_other_check_and_makes_none_up() -> None:
    text = "- fit: {epochs: 3\n  name: a\n- acuracy: 1\n  name: b\n- built_from: layers\n  needs: [a, b]\n- prams: 1"
    lesson = checked(text)
    found = complaints(lesson)
    assert [line for line, _ in found] == [line_of(lesson, part) for part in ("name: a", "acuracy", "prams")]


@pytest.mark.parametrize(
    ("changed", "same"),
    [
        ("-   fit:  { validation: true, epochs: 3 }  # spaced\n", True),
        ("- fit:\n    epochs: 3\n    validation: true\n  name: other\n  feedback: better words", True),
        ("- fit: {epochs: 4, validation: true}", False),
        ("- fit: {epochs: 3, validation: true}\n  points: 2", False),
        ("- fit: {epochs: 3, validation: true}\n- built_from: layers", False),
    ],
)
def test_version_follows_what_is_asked(changed: str, same: bool) -> None:
    first = parse(checked("- fit: {epochs: 3, validation: true}")).exercises[0]
    second = parse(checked(changed)).exercises[0]
    assert (first.version == second.version) is same


@pytest.mark.parametrize(
    ("changed", "same"),
    [
        ("- question: {choices: [9, 12], answer: 12, because: {9: other words}}", True),
        ("- question: {choices: [9, 12], answer: 12}", True),
        ("- question: {choices: [9, 12], answer: 9}", False),
        ("- question: {choices: [9, 12, 13], answer: 12}", False),
    ],
)
def test_a_reason_is_no_part_of_what_is_asked(changed: str, same: bool) -> None:
    first = parse(checked("- question: {choices: [9, 12], answer: 12, because: {9: no biases}}")).exercises[0]
    second = parse(checked(changed)).exercises[0]
    assert (first.version == second.version) is same


def test_because_is_asked_where_it_is_no_reason() -> None:
    first = parse(checked("- variable: {because: {equals: 3}}")).exercises[0]
    second = parse(checked("- variable: {because: {equals: 4}}")).exercises[0]
    assert first.version != second.version


def test_a_personal_best_is_kept_of_what_is_counted() -> None:
    (check,) = read("- params: {trainable: {at_most: 30}}\n  best: true")
    assert check.best
    assert not read("- params: {trainable: {at_most: 30}}")[0].best
    text = "- built_from: layers\n  best: true"
    assert any("this check counts nothing" in complaint for _, complaint in complaints(checked(text)))
    text = "- fit: {total_epochs: 3}\n  best: 7"
    assert any("expected true or false" in complaint for _, complaint in complaints(checked(text)))
