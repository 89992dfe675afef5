"""The `yaml checks` block at its edges: the least that is a check, and the first thing beyond that is none."""

from __future__ import annotations

import math
from pathlib import Path

import pytest

from tuitutor.course import checks as c
from tuitutor.course.bounds import Bound
from tuitutor.course.checks import LayerSpec
from tuitutor.course.choices import Question
from tuitutor.course.findings import Findings
from tuitutor.course.kind import CheckKind
from tuitutor.course.schema import CheckList, read_checks

LAST = 1000


PLAY = "{state: dataset=xor, test_loss: {at_most: 0.1}"


def read(text: str) -> tuple[CheckList, list[tuple[int, str]]]:
    """The checks, and the problems as (line, text), lines from 1."""
    findings = Findings(Path("lesson.md"), lines=LAST)
    return read_checks(text, 1, findings), [(problem.line, problem.text) for problem in findings.problems]


def checks(text: str) -> tuple[c.Check, ...]:
    found, problems = read(text)
    assert problems == []
    return found.checks


def refused(text: str) -> str:
    """The one problem of a text; the check that it spoils is left out."""
    found, problems = read(text)
    [(_, what)] = problems
    assert found.checks == ()
    return what


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("params: {total: 0}", c.Params(total=Bound(0))),
        ("params: {total: {equals: 3}}", c.Params(total=Bound(3))),
        ("params: {total: {at_least: 3, at_most: 3}}", c.Params(total=Bound(at_least=3, at_most=3))),
        ("params: {total: {at_least: 0}}", c.Params(total=Bound(at_least=0))),
        ("params: {total: {at_most: 0}}", c.Params(total=Bound(at_most=0))),
        ("params: {per_layer: [0]}", c.Params(per_layer=(0,))),
        ("params: {trainable: 0.5}", c.Params(trainable=Bound(0.5))),
        ("compiled: {loss: mse}", c.Compiled(loss=("mse",))),
        ("compiled: {optimizer: [adam, sgd]}", c.Compiled(optimizer=("adam", "sgd"))),
        ("compiled: {learning_rate: 0.1}", c.Compiled(learning_rate=Bound(0.1))),
        ("compiled: {metrics: accuracy}", c.Compiled(metrics=("accuracy",))),
        ("fit: {validation: false}", c.Fit(validation=False)),
        ("fit: {batch_size: 32}", c.Fit(batch_size=Bound(32))),
        ("history: {loss: {rises: true}}", c.History((("loss", c.Curve(rises=True)),), ())),
        ("history: {loss: {best: 0}}", c.History((("loss", c.Curve(best=Bound(0))),), ())),
        ("history: {loss: {last: {at_most: 1}}}", c.History((("loss", c.Curve(last=Bound(at_most=1))),), ())),
        ("history: {gap: {loss: 0.5}}", c.History((), (("loss", Bound(0.5)),))),
        ("accuracy: {data: a, samples: 1, equals: 0}", c.Accuracy("a", 1, equals=0)),
        ("accuracy: {data: a, samples: 2, at_most: 1}", c.Accuracy("a", 2, at_most=1)),
        ("layers: [Dense]", c.Layers((LayerSpec("Dense"),))),
        ("layers: [..., {Dense: }]", c.Layers((LayerSpec(any_number=True), LayerSpec("Dense")))),
        ("layers: [{Dense: {use_bias: false}}]", c.Layers((LayerSpec("Dense", (("use_bias", False),)),))),
        ("output_shapes: [[null]]", c.OutputShapes(((None,),))),
        ("output_shape: 1", c.OutputShape((1,))),
        ("output_shape: [null, null, 1]", c.OutputShape((None, None, 1))),
        ("output_shape: [1]", c.OutputShape((1,))),
        ("variable: {x: {}}", c.Variable("x")),
        ("variable: {cls: {}}", c.Variable("cls")),
        ("history: {cls: {falls: true}}", c.History((("cls", c.Curve(falls=True)),))),
        ("variable: {x: {shape: []}}", c.Variable("x", c.Expected(shape=()))),
        ("variable: {x: {equals: 0}}", c.Variable("x", c.Expected(equals=0))),
        ("variable: {x: {equals: 0, within: 0.1}}", c.Variable("x", c.Expected(equals=0, within=0.1))),
        ("variable: {x: {at_least: 0}}", c.Variable("x", c.Expected(at_least=0))),
        ("variable: {x: {at_most: 1}}", c.Variable("x", c.Expected(at_most=1))),
        ("source: {calls: fit}", c.Source(calls=("fit",))),
        ("source: {never: [exec, eval]}", c.Source(never=("exec", "eval"))),
        ('stdout: {matches: ""}', c.Stdout("")),
        ("question: {answer: ' 12 '}", Question("12")),
    ],
)
def test_the_least_that_is_a_check(text: str, kind: CheckKind) -> None:
    (check,) = checks(f"- {text}")
    assert check.kind == kind


def test_a_bound_says_what_it_wants() -> None:
    assert [str(Bound(number)) for number in (12_345, 0.5, 3.0, 1e-7)] == ["12,345", "0.5", "3", "1e-07"]
    assert [str(Bound(at_least=1)), str(Bound(at_most=0.5)), str(Bound(at_least=1, at_most=2))] == [
        "at least 1",
        "at most 0.5",
        "1 to 2",
    ]


def test_a_bound_holds_between_its_ends_and_never_for_nan() -> None:
    within = Bound(at_least=1, at_most=2)
    assert [within.holds(value) for value in (0.9, 1, 2, 2.1, math.nan)] == [False, True, True, False, False]
    assert [Bound(at_least=1).holds(value) for value in (0, 1, 9)] == [False, True, True]
    assert [Bound(at_most=1).holds(value) for value in (0, 1, 9)] == [True, True, False]
    assert [Bound(3).holds(value) for value in (3, 4)] == [True, False]


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("params: {total: {equals: 3, at_most: 4}}", "found 'equals' together with another bound"),
        ("params: {total: {equals: 3, at_least: 3}}", "found 'equals' together with another bound"),
        ("variable: {x: {equals: 3, at_least: 3}}", "found 'equals' together with another bound"),
        ("variable: {x: {within: 1}}", "'within' is how far a number may be from 'equals'"),
        ("variable: {x: {equals: true, within: 1}}", "'within' is how far a number may be from 'equals'"),
        ("variable: {x: {equals: three, within: 1}}", "'within' is how far a number may be from 'equals'"),
        ("variable: {x: {equals: 3, within: 0}}", "'within' is how far a number may be from 'equals'"),
        ("params: {total: {at_least: 3, at_most: 2.5}}", "found at_least 3 above at_most 2.5"),
        ("params: {total: .inf}", "not a finite number"),
        ("params: {total: {at_least: -.inf}}", "not a finite number"),
        ("params: {per_layer: []}", "'per_layer' needs"),
        ("params: {per_layer: [3, -1]}", "'per_layer' needs"),
        ("compiled: {}", "give at least one of 'loss', 'optimizer', 'learning_rate', 'metrics' or 'may_change'"),
        ("compiled: {loss: ''}", "found an empty name or list"),
        ("compiled: {loss: []}", "found an empty name or list"),
        ("compiled: {metrics: [accuracy, '']}", "found an empty name or list"),
        ("fit: {}", "this checks nothing"),
        ("history: {}", "give a curve"),
        ("history: {loss: {}}", "give at least one of 'falls', 'rises', 'best', 'last' or 'earlier'"),
        ("history: {loss: {falls: false}}", "this checks nothing"),
        ("history: {gap: {}}", "give a curve"),
        ("history: [loss]", "found a list; expected a mapping"),
        ("accuracy: {data: a, samples: 0, at_least: 0.5}", "found 0 samples"),
        ("accuracy: {data: a b, samples: 1, at_least: 0.5}", "found data 'a b'"),
        ("accuracy: {data: a, samples: 1, at_least: 1.01}", "outside 0 to 1"),
        ("accuracy: {data: a, samples: 1, at_most: -0.01}", "outside 0 to 1"),
        ("accuracy: {data: a, samples: 1, equals: 2}", "outside 0 to 1"),
        ("accuracy: {data: a, samples: 1}", "found no bound"),
        ("layers: []", "name at least one layer"),
        ("layers: [{Dense: {}, ReLU: {}}]", "found 2 layers in one entry"),
        ("layers: [{}]", "found 0 layers in one entry"),
        ("layers: ['Dense 3']", "found the layer 'Dense 3'"),
        ("layers: [{dense: {units: 3}}]", "found the layer 'dense'"),
        ("layers: ['']", "found the layer ''"),
        ("output_shapes: []", "give each layer's shape"),
        ("output_shapes: [[]]", "found an empty shape"),
        ("output_shapes: [[null, 0]]", "found a size below 1"),
        ("output_shape: 0", "found a size below 1"),
        ("output_shape: []", "found an empty shape"),
        ("output_shape: [null, null]", "give the size of at least one axis after the first"),
        ("output_shape: [2, null]", "give the size of at least one axis after the first"),
        ("variable: {}", "found 0 variables"),
        ("variable: {a b: {}}", "found the variable 'a b'"),
        (f"play: {PLAY}, epochs: 0}}", "found 0 epochs; expected 1 to 2000"),
        (f"play: {PLAY}, epochs: 9, runs: 6}}", "found 6 runs; expected 1 to 5"),
        (f"play: {PLAY}, epochs: 9, features: [z]}}", "there is no input 'z'"),
        (f"play: {PLAY}, epochs: 9, without: [sinx]}}", "did you mean 'sinX'?"),
        (f"play: {PLAY}, epochs: 9, features: [x], without: [x]}}", "keep it in one of them"),
        (f"play: {PLAY}, epochs: 9, optimizers: [adan]}}", "did you mean 'adam'?"),
        ("play: {state: dataset=xxx, epochs: 9, test_loss: {at_most: 0.1}}", "in 'state': dataset cannot be 'xxx'"),
        ("play: {state: 'points=1:1:1,2:2:-1', epochs: 9, test_loss: {at_most: 0.1}}", "its own points"),
        ("play: {state: noise=5, epochs: 9, test_loss: 0.1}", "'test_loss' needs an upper bound"),
        ("play: {state: noise=5, epochs: 9, test_loss: {at_most: 0}}", "'test_loss' needs an upper bound"),
        ("source: {}", "give at least one of 'calls' or 'never'"),
        ("source: {calls: []}", "found an empty name or list"),
        ('stdout: {matches: "a{999999999999999999999}"}', "'matches' is not a valid regular expression"),
        ("built_from: ''", "expected 'layers', or a list of layer classes"),
        ("built_from: [Dense, Dense 3]", "found the layer 'Dense 3'"),
    ],
)
def test_what_is_no_check(text: str, what: str) -> None:
    assert what in refused(f"- {text}")


# ---- words of complaints --------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "line", "what"),
    [
        ("- params:\n    per_layer: [1, 2, x]", 2, "in 'params': found 'x'; expected a whole number"),
        ("- params:\n    per_layer:\n    - 1\n    - 2.5", 4, "found '2.5'; expected a whole number"),
        ("- params:\n    per_layer: 3", 2, "found '3'; expected a list"),
        ("- params: 3", 1, "in 'params': found '3'; expected a mapping with 'per_layer', 'total' or 'trainable'"),
        ("- params:", 1, "in 'params': found nothing; expected a mapping with"),
        ("- params: null", 1, "in 'params': found 'null'; expected a mapping with"),
        ("- params: [a, b]", 1, "in 'params': found a list; expected a mapping with"),
        ("- params:\n    total: {zzz: 1}", 2, "unknown key 'zzz'; expected 'equals', 'at_least' or 'at_most'"),
        ("- params:\n    total:\n    - 1", 3, "found a list; expected a number or a mapping with 'equals',"),
        ("- fit:\n    validation: maybe", 2, "found 'maybe'; expected true or false"),
        ("- stdout:\n    matches: [a]", 2, "found a list; expected text"),
        ("- stdout:\n    matches: 3", 2, "found '3'; expected text"),
        ("- source:\n    calls: {a: b}", 2, "found a mapping; expected text or a list"),
        ("- accuracy: {samples: 3, at_least: 1}", 1, "the key 'data' is missing"),
        ("- accuracy:\n    data: a\n    samples: many\n    at_least: 1", 3, "found 'many'; expected a whole number"),
        ("- layers:\n  - Dense:\n      units: {a: 1}", 3, "found a mapping; expected"),
        ("- layers:\n  - 3", 2, "found '3'; expected"),
        ("- output_shapes:\n  - [null, 3]\n  - [null, b]", 3, "found 'b'; expected a whole number"),
        ("- output_shapes: 3", 1, "found '3'; expected a list"),
        ("- variable:\n    x:\n      shape: [a]", 3, "found 'a'; expected a whole number"),
        ("- variable:\n    x:\n      dtyp: a", 3, "unknown key 'dtyp'; did you mean 'dtype'?"),
        ("- variable:\n    a: {}\n    b: {dtyp: x}", 3, "in 'variable': unknown key 'dtyp'; did you mean 'dtype'?"),
        ("- variable:\n    a: {}\n    b: 3", 3, "in 'variable': found '3'; expected a mapping with 'shape'"),
        ("- variable:\n    shape: {}\n    a: {shape: [x]}", 3, "in 'variable': found 'x'; expected a whole number"),
        ("- layers:\n  - Dense:\n      units: 3\n      activation: {a: b}", 4, "found a mapping; expected"),
        ("- history:\n    gap:\n      loss: 3\n      accuracy: {at_mos: 3}", 4, "unknown key 'at_mos'; did you mean"),
        ("- variable:\n    x: 3", 2, "found '3'; expected a mapping with 'shape', 'dtype'"),
        ("- history:\n    loss:\n      best:\n        at_mos: 3", 4, "unknown key 'at_mos'; did you mean 'at_most'?"),
        ("- history:\n    gap:\n      loss: x", 3, "found 'x'; expected a number"),
        ("- history:\n    loss:\n      falls: 1", 3, "found '1'; expected true or false"),
        (f"- params:\n    total: {'x' * 50}", 2, "found '…'; expected a number"),
        (f"- params:\n    total: {'x ' * 50}", 2, f"found '{'x ' * 19}x…'; expected a number"),
        (f"- params:\n    total: {'x' * 40}", 2, f"found '{'x' * 40}'; expected a number"),
    ],
)
def test_a_complaint_names_its_line_what_was_found_and_what_is_expected(text: str, line: int, what: str) -> None:
    _, problems = read(text)
    [(where, message)] = problems
    assert what in message
    assert where == line


@pytest.mark.parametrize(
    "text",
    [
        "params: {total: 3, zzz: 1}",
        "params: {total: {equals: 3, zzz: 1}}",
        "compiled: {loss: mse, zzz: 1}",
        "fit: {epochs: 3, zzz: 1}",
        "history: {loss: {falls: true, zzz: 1}}",
        "accuracy: {data: a, samples: 3, at_least: 1, zzz: 1}",
        "variable: {x: {dtype: a, zzz: 1}}",
        "stdout: {matches: a, zzz: 1}",
        "source: {calls: fit, zzz: 1}",
        "question: {answer: a, zzz: 1}",
    ],
)
def test_no_check_passes_over_a_key_that_it_does_not_know(text: str) -> None:
    assert "unknown key 'zzz'" in refused(f"- {text}")


@pytest.mark.parametrize("answer", ["''", "' '", '"a\\nb"'])
def test_an_answer_is_one_line(answer: str) -> None:
    assert "'answer' or 'number' has to be one line of text" in refused(f"- question: {{answer: {answer}}}")


def test_each_unknown_key_is_told_once_at_its_own_line() -> None:
    _, problems = read("- accuracy:\n    dat: a\n    samples: 3\n    at_lest: 0.9\n    smples: 3")
    assert sorted(problems) == [
        (2, "in 'accuracy': unknown key 'dat'; did you mean 'data'?"),
        (4, "in 'accuracy': unknown key 'at_lest'; did you mean 'at_least'?"),
        (5, "in 'accuracy': unknown key 'smples'; did you mean 'samples'?"),
    ]


# ---- keys that all checks share -------------------------------------------------------------


@pytest.mark.parametrize(("points", "value"), [("0", 0.0), ("2", 2.0), ("0.5", 0.5), ("1e3", 1000.0)])
def test_points(points: str, value: float) -> None:
    (check,) = checks(f"- built_from: layers\n  points: {points}")
    assert check.points == value
    assert type(check.points) is float


@pytest.mark.parametrize("points", ["-0.1", ".inf", ".nan", "true", "many", "[1]", ""])
def test_no_points(points: str) -> None:
    found, problems = read(f"- built_from: layers\n  points: {points}")
    [(line, what)] = problems
    assert (line, found.checks[0].points) == (2, 1.0)
    assert "in 'points': found" in what


@pytest.mark.parametrize("key", ["name", "feedback", "needs"])
@pytest.mark.parametrize("value", ["", "''", "' '", "{a: b}"])
def test_no_text(key: str, value: str) -> None:
    _, problems = read(f"- built_from: layers\n  {key}: {value}")
    [(line, what)] = problems
    assert line == 2
    assert f"in '{key}': found" in what
    assert what.endswith("expected text")


def test_text_is_taken_as_it_was_written() -> None:
    (check,) = checks("- built_from: layers\n  name: 0.50\n  feedback: no")
    assert (check.name, check.feedback) == ("0.50", "no")


def test_names_that_are_not_given_are_counted_around_those_that_are() -> None:
    fits = "- fit: {epochs: 3}\n"
    assert [check.name for check in checks(3 * fits)] == [
        "How it is trained",
        "How it is trained 2",
        "How it is trained 3",
    ]
    named = f"{fits}  name: How it is trained\n{fits}{fits}  name: How it is trained 2\n{fits}"
    assert [check.name for check in checks(named)] == [
        "How it is trained",
        "How it is trained 3",
        "How it is trained 2",
        "How it is trained 4",
    ]
    variables = "- variable: {x: {}}\n- variable: {y: {}}\n- variable: {x: {dtype: int}}"
    assert [check.name for check in checks(variables)] == ["Variable x", "Variable y", "Variable x 2"]


def test_a_name_given_twice_is_told_once_for_each_that_repeats_it() -> None:
    others = "- built_from: layers\n  name: a\n- params: {total: 1}\n  name: a"
    found, problems = read(f"- fit: {{epochs: 3}}\n  name: a\n{others}")
    assert [line for line, _ in problems] == [3, 5]
    assert [check.name for check in found.checks] == ["a", "Built from layers", "Parameters"]


def test_needs_are_names_or_keys_each_once_and_in_order() -> None:
    first, second, third = checks(
        "- fit: {epochs: 3}\n- fit: {epochs: 4}\n  name: again\n- built_from: layers\n  needs: [again, fit, again]"
    )
    assert (first.needs, second.needs) == ((), ())
    assert third.needs == ("again", "How it is trained")
    only = checks("- fit: {epochs: 3}\n- built_from: layers\n  needs: fit")
    assert only[1].needs == ("How it is trained",)


def test_a_name_that_is_also_a_key_means_the_check_of_that_name() -> None:
    by_name = checks("- fit: {epochs: 3}\n- params: {total: 1}\n  name: fit\n- built_from: layers\n  needs: fit")
    assert by_name[2].needs == ("fit",)


def test_a_need_that_is_not_there_is_told_at_its_line_with_the_names_that_are() -> None:
    _, problems = read("- fit: {epochs: 3}\n- built_from: layers\n  needs:\n  - fit\n  - zzz")
    expected = "expected 'How it is trained' or 'Built from layers'"
    assert problems == [(5, f"in 'needs': there is no check 'zzz' here; {expected}")]
    many = "".join(f"- fit: {{epochs: 3}}\n  name: {letter}\n" for letter in "abcdefghijklmnop")
    _, [(_, what)] = read(f"{many}- built_from: layers\n  needs: zzz")
    assert what.count("'") == 2 * 12 + 4
    assert what.endswith("'k' or 'l'")


def test_a_need_of_a_check_that_could_not_be_read_is_no_second_problem() -> None:
    found, problems = read("- fit: 3\n  name: a\n- built_from: layers\n  needs: [a]")
    assert [line for line, _ in problems] == [1]
    assert [(check.name, check.needs) for check in found.checks] == [("Built from layers", ("a",))]
    for broken in ("- words", "- fut: {epochs: 3}\n  name: a", "- name: a"):
        _, problems = read(f"{broken}\n- built_from: layers\n  needs: [a]")
        assert [line for line, _ in problems] == [1]


def test_a_circle_is_told_at_a_check_of_it() -> None:
    circle = "- fit: {epochs: 3}\n  name: a\n  needs: [b]\n- built_from: layers\n  name: b\n  needs: [a]"
    _, problems = read(f"- params: {{total: 1}}\n{circle}")
    [(line, what)] = problems
    assert line == (2 if what.endswith("a -> b -> a") else 5)


def test_two_checks_in_one_entry_are_told_and_the_first_is_read() -> None:
    found, problems = read("- fit: {epochs: 3}\n  built_from: layers\n")
    assert [line for line, _ in problems] == [1]
    assert [type(check.kind) for check in found.checks] == [c.Fit]


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("- nam: a", "unknown key 'nam'; did you mean 'name'?"),
        ("- zzz: a", "unknown check 'zzz'; expected 'layers', "),
        ("- zzz: a\n  points: 3", "unknown check 'zzz'; expected 'layers', "),
        ("- built_from: layers\n  fit_: 3", "unknown key 'fit_'; expected 'name', 'points'"),
        ("- points: 3", "this entry has no check; expected 'layers', "),
        ("3", "found '3'; expected a list of checks"),
        ("[]", "there are no checks here"),
        ("", "there are no checks here"),
        ("- 3", "found '3'; expected a check"),
        ("- [fit]", "found a list; expected a check"),
    ],
)
def test_what_is_no_entry(text: str, what: str) -> None:
    _, problems = read(text)
    assert what in problems[0][1]
    assert len(problems) == 1


def test_personal_bests() -> None:
    for counted in ("params: {total: 3}", "params: {trainable: 3}", "fit: {epochs: 3}", "fit: {total_epochs: 3}"):
        assert checks(f"- {counted}\n  best: true")[0].best is True
        assert checks(f"- {counted}\n  best: false")[0].best is False
    for other in ("params: {per_layer: [3]}", "fit: {validation: true}", "built_from: layers"):
        found, [(line, what)] = read(f"- {other}\n  best: true")
        assert (line, found.checks[0].best) == (2, False)
        assert "counts nothing" in what
    assert not read("- params: {total: 3}\n  best: 7")[0].checks[0].best
    _, problems = read("- params: 3\n  best: true")
    assert [line for line, _ in problems] == [1]


def test_the_version_is_that_of_what_is_asked() -> None:
    one = read("- fit: {epochs: 3}")[0].version
    assert len(one) == 12
    assert read("- fit: {epochs: 3}\n  best: true\n  name: a\n  feedback: b")[0].version == one
    assert read("- fit: {epochs: 3}\n  needs: [x]")[0].version != one
    assert read("- fit: {batch_size: 4, epochs: 3}")[0].version == read("- fit: {epochs: 3, batch_size: 4}")[0].version
    assert read("")[0] == read("words")[0] == CheckList((), "")
