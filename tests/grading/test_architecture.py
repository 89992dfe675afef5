from __future__ import annotations

from dataclasses import replace

import pytest

from tests.grading.builders import SMALL, dense, layer, model, one, program, reported, unbuilt, verified
from tuitutor.course.bounds import Bound
from tuitutor.course.checks import BuiltFrom, Layers, LayerSpec, OutputShape, OutputShapes, Params
from tuitutor.course.kind import CheckKind
from tuitutor.grading.architecture import agree, align, same_setting
from tuitutor.grading.evidence import Evidence
from tuitutor.grading.verdicts import CheckResult, Provenance, Row, Verdict
from tuitutor.protocol.facts import (
    LayerFacts,
    ModelCheckFacts,
    ModelFacts,
    ProgramFacts,
    ScoreFacts,
    Setting,
    TrainingFacts,
)

DENSE = LayerSpec("Dense")


def units(count: int) -> LayerSpec:
    return LayerSpec("Dense", (("units", count),))


def beside(specs: list[LayerSpec], layers: list[LayerFacts]) -> list[tuple[str, str]]:
    """The pairs as texts; "-" where one side has nothing."""

    def expected(spec: LayerSpec | None) -> str:
        if spec is None:
            return "-"
        return "..." if spec.any_number else " ".join([spec.kind, *(str(value) for _, value in spec.settings)])

    def found(layer: LayerFacts | None) -> str:
        return "-" if layer is None else f"{layer.kind} {layer.settings.get('units', '')}".strip()

    return [(expected(spec), found(layer)) for spec, layer in align(specs, layers)]


def test_what_is_the_same_stands_beside_itself() -> None:
    pairs = align([units(3), units(2)], [dense(3, 3), dense(2, 3)])
    assert [agree(pair) for pair in pairs] == [True, True]
    assert align([], []) == ()


def test_a_layer_with_another_setting_is_that_layer() -> None:
    assert beside([units(3), units(2)], [dense(4, 3), dense(2, 4)]) == [("Dense 3", "Dense 4"), ("Dense 2", "Dense 2")]


def test_a_layer_of_another_kind_stands_in_its_place() -> None:
    """Taking one for the other costs 2, and so does one that is missing: a swap is cheaper than both."""
    assert beside([units(3), DENSE], [layer("Flatten"), dense(2, 3)]) == [("Dense 3", "Flatten"), ("Dense", "Dense 2")]


def test_layers_of_other_kinds_stay_in_place_until_that_costs_more_than_one_left_out_on_each_side() -> None:
    kinds = "Dense", "Flatten", "Dropout", "Rescaling"
    specs, layers = [LayerSpec(kind) for kind in kinds], [layer(kind) for kind in kinds]
    assert beside(specs[:2], layers[1:3]) == [("Dense", "Flatten"), ("Flatten", "Dropout")]
    assert beside(specs[:3], layers[1:4]) == [
        ("Dense", "-"),
        ("Flatten", "Flatten"),
        ("Dropout", "Dropout"),
        ("-", "Rescaling"),
    ]


def test_one_too_many_and_one_too_few_are_told_apart_from_settings() -> None:
    """One more or less costs more than one setting and less than three."""
    two, three, four = dense(2, 3), dense(3, 3), dense(4, 3)
    assert beside([units(3)], [four, three]) == [("-", "Dense 4"), ("Dense 3", "Dense 3")]
    assert beside([units(4), units(3)], [three]) == [("Dense 4", "-"), ("Dense 3", "Dense 3")]
    # three settings differ where the layers stand in a row; leaving one out on both sides would cost 4
    assert beside([units(1), units(2), units(3)], [two, three, four]) == [
        ("Dense 1", "Dense 2"),
        ("Dense 2", "Dense 3"),
        ("Dense 3", "Dense 4"),
    ]
    # five settings would cost 5: now it pays to leave one out on both sides
    expected, there = [units(number) for number in range(1, 6)], [dense(number, 3) for number in range(2, 7)]
    assert beside(expected, there) == [
        ("Dense 1", "-"),
        ("Dense 2", "Dense 2"),
        ("Dense 3", "Dense 3"),
        ("Dense 4", "Dense 4"),
        ("Dense 5", "Dense 5"),
        ("-", "Dense 6"),
    ]


def test_dots_stand_for_any_number_of_layers_and_cost_nothing() -> None:
    layers = [layer("Flatten"), dense(3, 3), layer("Dropout"), dense(2, 3)]
    assert beside([ANY, units(2)], layers) == [
        ("...", "Flatten"),
        ("...", "Dense 3"),
        ("...", "Dropout"),
        ("Dense 2", "Dense 2"),
    ]
    assert beside([ANY, units(2)], [dense(2, 3)]) == [("Dense 2", "Dense 2")]
    assert beside([units(2), ANY], [dense(2, 3)]) == [("Dense 2", "Dense 2")]
    assert beside([ANY], []) == []
    assert all(agree(pair) for pair in align([ANY, units(2)], layers))


def test_dots_cost_nothing_however_many_layers_they_stand_for() -> None:
    flatten, dropout = layer("Flatten"), layer("Dropout")
    assert beside([LayerSpec("Flatten"), ANY], [dense(3, 3), flatten]) == [("Flatten", "Dense 3"), ("...", "Flatten")]
    assert beside([ANY, DENSE], [flatten, dropout]) == [("...", "Flatten"), ("Dense", "Dropout")]


def test_dots_take_in_what_would_else_be_one_too_many() -> None:
    assert beside([units(3), ANY, units(2)], [dense(3, 3), dense(3, 3), dense(9, 3)]) == [
        ("Dense 3", "Dense 3"),
        ("...", "Dense 3"),
        ("Dense 2", "Dense 9"),
    ]


def test_hundreds_of_wanted_layers_beside_as_many() -> None:
    """Past 256 two equal numbers are two objects."""
    pairs = align([units(2)] * 300, [dense(2, 2)] * 300)
    assert len(pairs) == 300
    assert all(map(agree, pairs))
    assert len(align([ANY] * 300, [dense(2, 2)] * 2)) == 2


@pytest.mark.parametrize(
    ("expected", "found"),
    [
        (None, "linear"),
        ("linear", None),
        (None, None),
        ("relu", "ReLU"),
        (3, (3, 3)),
        ((3, 3), (3, 3)),
        (1, 1.0),
        (True, True),
        ("3", 3),
    ],
)
def test_settings_that_mean_the_same(expected: Setting, found: Setting) -> None:
    assert same_setting(expected, found)


@pytest.mark.parametrize(
    ("expected", "found"),
    [
        (None, "relu"),
        (None, 0),
        (0, None),
        (1, 2),
        (2, 1),
        (3, (3, 2)),
        (3, ()),
        ((3, 3), (3, 2)),
        ((3, 2), (3, 3)),
        ((3,), (3, 3)),
        (1, True),
        (True, 1),
        (0, False),
        (False, True),
    ],
)
def test_settings_that_do_not(expected: Setting, found: Setting) -> None:
    assert not same_setting(expected, found)


ANY = LayerSpec(any_number=True)


def spec(kind: str, **settings: object) -> LayerSpec:
    return LayerSpec(kind, tuple(settings.items()))  # type: ignore[arg-type]


WANTED = Layers((spec("Dense", units=3, activation="relu"), ANY, spec("Dense", units=2)))


@pytest.mark.parametrize(
    "layers",
    [
        (dense(3, 3, "relu"), dense(2, 3)),
        (layer("InputLayer"), dense(3, 3, "relu"), dense(2, 3, "softmax")),
        (dense(3, 3, "relu"), layer("Dropout", rate=0.1), dense(8, 3), dense(2, 8)),
        (dense(3, 3), layer("Activation", activation="relu"), dense(2, 3)),
        (dense(3, 3), layer("ReLU", max_value=None, negative_slope=0.0, threshold=0.0), dense(2, 3)),
    ],
)
def test_equivalent_networks_have_the_wanted_layers(layers: tuple[LayerFacts, ...]) -> None:
    assert one(WANTED, verified(model(*layers))).verdict is Verdict.PASSED


@pytest.mark.parametrize(
    "layers",
    [
        (dense(3, 3, "relu"), dense(1, 3)),
        (dense(3, 3, "tanh"), dense(2, 3)),
        (dense(3, 3), layer("ReLU", max_value=6.0), dense(2, 3)),
        (dense(2, 3), dense(3, 2, "relu")),
        (layer("Dropout"), dense(3, 3, "relu"), dense(2, 3)),
        (dense(3, 3, "relu"),),
        (),
    ],
)
def test_other_networks_have_not(layers: tuple[LayerFacts, ...]) -> None:
    result = one(WANTED, verified(model(*layers)))
    assert (result.verdict, result.points) == (Verdict.FAILED, 0.0)


def rows_of(check: CheckKind, *layers: LayerFacts) -> list[tuple[str, str, str]]:
    return [(row.label, row.expected, row.found) for row in one(check, verified(model(*layers))).rows]


def test_a_row_for_each_layer_says_what_was_wanted_there_and_what_was_found() -> None:
    shapes = OutputShapes(((None, 3), (None, 2)))
    assert rows_of(shapes, dense(3, 3)) == [
        ("dense", "(None, 3)", "(None, 3)"),
        ("(missing)", "(None, 2)", "nothing"),
    ]
    assert rows_of(shapes, dense(3, 3), dense(2, 3), dense(1, 2))[2] == ("dense", "nothing", "(None, 1)")


def test_a_layer_that_nobody_asked_for_is_shown_with_what_tells_it_apart() -> None:
    rows = rows_of(
        Layers((spec("Dense", activation="relu"),)), dense(3, 3, "relu"), dense(5, 3), layer("Dropout", rate=0.1)
    )
    assert [found for _, _, found in rows] == ["Dense(activation=relu)", "Dense(units=5)", "Dropout(rate=0.1)"]


def of(one: LayerFacts, name: str, *inbound: str) -> LayerFacts:
    return replace(one, name=name, inbound=inbound)


RELU = layer("Activation", activation="relu")
TWO_BRANCHES = (
    of(dense(3, 3), "left", "input"),
    of(dense(3, 3), "right", "input"),
    of(RELU, "left_relu", "left"),
    of(RELU, "right_relu", "right"),
    of(layer("Concatenate"), "joined", "left_relu", "right_relu"),
)


@pytest.mark.parametrize(
    ("layers", "verdict"),
    [
        (TWO_BRANCHES, Verdict.PASSED),
        ((*TWO_BRANCHES[:3], of(layer("Concatenate"), "joined", "left_relu", "right")), Verdict.FAILED),
        ((*TWO_BRANCHES[:4], of(layer("Concatenate"), "joined", "left_relu", "right_relu", "left")), Verdict.FAILED),
        ((*TWO_BRANCHES[:3], of(RELU, "right_relu", "left"), TWO_BRANCHES[4]), Verdict.FAILED),
    ],
)
def test_an_activation_layer_belongs_to_the_layer_that_feeds_it_alone(
    layers: tuple[LayerFacts, ...], verdict: Verdict
) -> None:
    expected = Layers((*[spec("Dense", units=3, activation="relu")] * 2, spec("Concatenate")))
    assert one(expected, verified(model(*layers))).verdict is verdict


def test_a_wrong_layer_is_marked_beside_the_wanted_one() -> None:
    expected = Layers((spec("Dense", units=3), spec("Dense", units=2)))
    result = one(expected, verified(model(dense(4, 3), dense(2, 4))))
    assert result.rows == (
        Row("dense", "Dense(units=3)", "Dense(units=4)", False),
        Row("dense", "Dense(units=2)", "Dense(units=2)", True),
    )
    assert result.why == "Layer 'dense' should be Dense(units=3), but it is Dense(units=4)."


def test_a_missing_layer_leaves_the_others_aligned() -> None:
    expected = Layers((spec("Conv2D"), spec("Flatten"), spec("Dense", units=2)))
    result = one(expected, verified(model(layer("Conv2D"), dense(2, 3))))
    assert [row.agrees for row in result.rows] == [True, False, True]
    assert result.why == "A layer is missing: Flatten."


@pytest.mark.parametrize(
    ("expected", "found"),
    [
        (spec("MaxPool2D", pool_size=2), layer("MaxPooling2D", pool_size=(2, 2))),
        (spec("Dense", activation=None), dense(2, 3)),
        (spec("Dense", kernel_initializer="GlorotUniform"), dense(2, 3, kernel_initializer="glorot_uniform")),
        (spec("Dropout", rate=1), layer("Dropout", rate=1.0)),
    ],
)
def test_settings_are_compared_by_meaning(expected: LayerSpec, found: LayerFacts) -> None:
    assert one(Layers((expected,)), verified(model(found))).verdict is Verdict.PASSED


def test_a_setting_that_is_not_known_does_not_agree() -> None:
    assert one(Layers((spec("Dense", rate=None),)), verified(model(dense(2, 3)))).verdict is Verdict.FAILED


def test_a_constraint_that_is_not_saved_is_as_the_program_reports_it() -> None:
    free = Layers((spec("Dense", units=2, kernel_constraint=None),))
    saved = dense(2, 3, kernel_constraint=None)
    assert one(free, verified(model(saved))).verdict is Verdict.PASSED
    for bound in (dense(2, 3, kernel_constraint="scaled"), dense(2, 3)):  # an unknown one doesn't agree
        result = one(free, replace(verified(model(saved)), program=program(model(bound))))
        assert (result.verdict, result.provenance) == (Verdict.FAILED, Provenance.VERIFIED)
    assert one(free, Evidence(checked=verified(model(saved)).checked)).verdict is Verdict.PASSED


def test_of_what_is_saved_the_program_is_not_asked() -> None:
    expected = Layers((spec("Dense", units=2, activation="relu"),))
    reported = program(model(dense(2, 3, "relu")))
    assert one(expected, replace(verified(model(dense(2, 3))), program=reported)).verdict is Verdict.FAILED


def test_thousands_of_layers_are_no_trouble() -> None:
    deep = model(*(dense(2, 2) for _ in range(3000)))
    assert one(Layers((ANY, spec("Dense", units=2))), verified(deep)).verdict is Verdict.PASSED


# ---- shapes ---------------------------------------------------------------------------------


@pytest.mark.parametrize("shape", [(2,), (None, 2), (32, 2)])
def test_the_last_shape_agrees_whatever_the_batch(shape: tuple[int | None, ...]) -> None:
    assert one(OutputShape(shape), verified()).verdict is Verdict.PASSED


@pytest.mark.parametrize("shape", [(3,), (None, 3), (None, 1, 2), (None, 2, 1)])
def test_another_last_shape_fails(shape: tuple[int | None, ...]) -> None:
    result = one(OutputShape(shape), verified())
    assert (result.verdict, result.found) == (Verdict.FAILED, "(None, 2)")


def test_the_last_axis_is_the_last_of_all() -> None:
    deep = replace(SMALL, output_shape=(None, 5, 2))
    assert [one(OutputShape((n,)), verified(deep)).passed for n in (2, 5)] == [True, False]


def test_each_layers_shape() -> None:
    check = OutputShapes(((None, 3), (None, 2)))
    assert one(check, verified()).verdict is Verdict.PASSED
    apart = model(dense(3, 3), layer("ReLU", shape=(None, 3)), dense(2, 3))
    assert one(check, verified(apart)).verdict is Verdict.PASSED
    wider = one(check, verified(model(dense(4, 3), dense(2, 4))))
    assert [row.agrees for row in wider.rows] == [False, True]


def test_a_subclassed_model_takes_its_shape_from_its_predictions() -> None:
    own = replace(SMALL, kind="MyNet", output_shape=None)
    score = ScoreFacts("xor3", 4000, 0.99, output_shape=(None, 2))
    result = one(OutputShape((2,)), reported(own, score))
    assert (result.verdict, result.provenance) == (Verdict.PASSED, Provenance.REPORTED)


def test_predictions_count_before_the_programs_own_word() -> None:
    lying = replace(SMALL, kind="MyNet", output_shape=(None, 2))
    score = ScoreFacts("xor3", 4000, 0.99, output_shape=(None, 5))
    assert one(OutputShape((2,)), reported(lying, score)).verdict is Verdict.FAILED


def test_an_unbuilt_model_fails_and_is_told_how_to_be_built() -> None:
    checks = OutputShape((2,)), OutputShapes(((None, 2),)), Params(total=Bound(at_least=0))
    for check in checks:
        result = one(check, reported(unbuilt(2)), feedback="Use more units.")
        assert result.verdict is Verdict.FAILED
    assert "Input((n,))" in one(checks[0], reported(unbuilt(2)), feedback="Use more units.").why


def test_an_unbuilt_model_does_not_pass_on_a_prediction_that_built_it() -> None:
    score = ScoreFacts("xor3", 4000, 0.5, output_shape=(None, 2))
    assert one(OutputShape((2,)), reported(unbuilt(3, 2), score)).verdict is Verdict.FAILED


def test_a_subclassed_model_without_layer_shapes_is_told_why() -> None:
    facts = model(replace(dense(2, 3), output_shape=None), kind="MyNet")
    assert "custom model class" in one(OutputShapes(((None, 2),)), reported(facts)).why


# ---- parameters -----------------------------------------------------------------------------


def test_parameter_counts() -> None:
    check = Params(per_layer=(12, 8), total=Bound(equals=20), trainable=Bound(at_least=20, at_most=1000))
    assert one(check, verified()).verdict is Verdict.PASSED
    apart = model(dense(3, 3), layer("Activation", activation="relu"), dense(2, 3))
    assert one(check, verified(apart)).verdict is Verdict.PASSED


def test_wrong_counts_are_marked() -> None:
    result = one(Params(per_layer=(12, 8), total=Bound(equals=20)), verified(model(dense(4, 3), dense(2, 4))))
    assert [(row.label, row.expected, row.found, row.agrees) for row in result.rows] == [
        ("dense", "12", "16", False),
        ("dense", "8", "10", False),
        ("total", "20", "26", False),
    ]


# ---- built from layers ----------------------------------------------------------------------


def test_a_network_of_layers_is_built_from_layers() -> None:
    assert one(BuiltFrom(), verified()).verdict is Verdict.PASSED


@pytest.mark.parametrize(
    "facts",
    [
        model(),
        model(layer("InputLayer")),
        model(dense(2, 3), layer("Lambda")),
        model(layer("InputLayer"), operations=("Sign", "Prod")),
        model(dense(2, 3), operations=("Multiply",), kind="Functional"),
    ],
)
def test_formulas_and_empty_models_are_not(facts: ModelFacts) -> None:
    for evidence in (verified(facts), reported(facts)):
        result = one(BuiltFrom(), evidence)
        assert result.verdict is Verdict.FAILED
        assert result.why


def test_only_the_named_layers_may_be_used_where_some_are_named() -> None:
    only = BuiltFrom(("Dense", "Add"))
    expected = verified(model(layer("InputLayer"), dense(2, 3), layer("Add"), kind="Functional"))
    assert one(only, expected).verdict is Verdict.PASSED
    refused = one(only, verified(model(dense(2, 3), layer("Multiply"))))
    assert (refused.verdict, refused.why) == (Verdict.FAILED, "'multiply' is a Multiply. Use only Dense, Add.")
    own = replace(dense(2, 3), builtin=False)
    many = BuiltFrom(tuple(f"Kind{n}" for n in range(11)))
    assert one(many, verified(SMALL)).why.endswith(
        "Use only Kind0, Kind1, Kind2, Kind3, Kind4, Kind5, Kind6, Kind7 and others like these."
    )
    assert one(only, reported(model(own))).why == "'dense' is a Dense, a custom layer. Use only Dense, Add."


def test_a_subclassed_model_is_judged_on_its_report() -> None:
    own = replace(layer("MyDense", params=12), builtin=False)
    result = one(BuiltFrom(), reported(model(own, dense(2, 3), kind="MyNet")))
    assert (result.verdict, result.provenance) == (Verdict.PASSED, Provenance.REPORTED)


def test_numbers_in_formulas_are_named_where_the_total_is() -> None:
    scaled = replace(SMALL, params=26)
    result = one(Params(total=Bound(at_most=25)), verified(scaled))
    assert (result.verdict, result.rows[0].label) == (Verdict.FAILED, "total, 6 of them outside of layers")
    assert one(Params(total=Bound(at_most=20)), verified(SMALL)).rows[0].label == "total"


# ---- whose word counts ----------------------------------------------------------------------


def test_the_verified_model_counts_where_the_two_disagree() -> None:
    reported = replace(SMALL, params=20, trainable_params=20)
    loaded = model(dense(9, 3), dense(2, 9))
    evidence = replace(verified(loaded), program=ProgramFacts(reported, "Sequential", None))
    result = one(Params(total=Bound(equals=20)), evidence)
    assert (result.verdict, result.provenance) == (Verdict.FAILED, Provenance.VERIFIED)


def test_no_model_is_said_in_one_sentence_and_not_replaced_by_feedback() -> None:
    for check in (WANTED, OutputShape((2,)), Params(total=Bound(equals=1)), BuiltFrom()):
        result = one(check, reported(None), feedback="Give the first layer more units.")
        assert (result.verdict, result.found) == (Verdict.FAILED, "no `model`")
        assert result.why.startswith("The answer defines no `model`")


def test_a_model_that_is_something_else_is_named() -> None:
    evidence = Evidence(program=ProgramFacts(None, "list", None))
    assert one(BuiltFrom(), evidence).why == "`model` has to be a Keras model, but it is a list."


# ---- what it is built from, however deep


def built_from(facts: ModelFacts, *kinds: str, activations: tuple[str, ...] = ()) -> CheckResult:
    return one(BuiltFrom(kinds, activations), verified(facts), feedback="Use layers.")


def test_layers_within_layers_are_looked_at() -> None:
    inner = replace(SMALL, inner=(layer("Lambda"),))
    assert "Lambda" in built_from(inner).why
    boxed = replace(model(layer("Sequential", 20)), inner=(dense(3, 3, "relu"), layer("InputLayer")))
    assert built_from(boxed, "Dense").passed
    assert "'conv1d' is a Conv1D" in built_from(replace(boxed, inner=(layer("Conv1D"),)), "Dense").why


@pytest.mark.parametrize(
    ("activation", "passes"),
    [("tanh", True), ("Tanh", True), ("linear", True), (None, True), ("relu", False), ("re_lu", True), ("mine", False)],
)  # fmt: skip
def test_activations_may_be_named(activation: str | None, passes: bool) -> None:
    facts = model(layer("Dense", 3, (None, 1), activation=activation))
    result = built_from(facts, "Dense", "ReLU" if activation == "re_lu" else "Dense", activations=("tanh",))
    assert result.passed is passes
    assert passes or f"activation {activation}" in result.why


def test_an_activation_within_a_recurrent_layer_is_one_too() -> None:
    facts = model(layer("GRU", 3, (None, 1), activation="tanh", recurrent_activation="relu"))
    assert not built_from(facts, "GRU", activations=("tanh",)).passed
    assert built_from(facts, "GRU").passed


def test_an_output_without_a_batch_has_no_last_axis() -> None:
    flat = replace(SMALL, output_shape=(2,))
    assert one(OutputShape((2,)), verified(flat)).verdict is Verdict.FAILED
    assert one(OutputShape((None,)), verified(flat)).verdict is Verdict.FAILED
    assert one(OutputShape((None,)), verified(SMALL)).verdict is Verdict.PASSED


def test_what_a_rebuilt_class_computes_between_its_layers_is_no_bare_operation() -> None:
    layers = dense(3, 3), dense(2, 3)
    checked = ModelCheckFacts(True, model=model(*layers, operations=("Add", "Multiply")))
    for operations, verdict in (((), Verdict.PASSED), (("Multiply in Own.call",), Verdict.FAILED)):
        own = replace(program(model(*layers, operations=operations, kind="Own")), rebuilt=True)
        result = one(BuiltFrom(), Evidence(program=own, checked=checked))
        assert (result.verdict, result.provenance) == (verdict, Provenance.VERIFIED)
    plain = Evidence(program=program(checked.model), checked=checked)
    assert one(BuiltFrom(), plain).verdict is Verdict.FAILED


def test_a_class_with_weights_of_its_own_is_no_container_of_layers() -> None:
    own_weight = layer("Embedding", 3, input_dim=1)
    checked = ModelCheckFacts(True, model=model(own_weight, dense(3, 3), operations=("Multiply",)))
    own = replace(program(model(layer("Own", 3), dense(3, 3), kind="Own")), rebuilt=True)
    evidence = Evidence(program=own, checked=checked)
    assert one(BuiltFrom(), evidence).why.startswith("Multiply is a bare operation")
    assert one(BuiltFrom(("Dense",)), evidence).why == "A layer of your own has weights. Use only Dense."
    words = replace(own_weight, settings={"input_dim": 9})
    checked = ModelCheckFacts(True, model=model(words, dense(3, 3), operations=("Multiply",)))
    assert one(BuiltFrom(), replace(evidence, checked=checked)).verdict is Verdict.PASSED


@pytest.mark.parametrize("operations", [(), ("Multiply",)])
def test_a_network_of_exactly_these_layers_has_no_operation_beside_them(operations: tuple[str, ...]) -> None:
    evidence = verified(replace(SMALL, operations=operations))
    exact, loose = (Layers((first, LayerSpec("Dense"))) for first in (LayerSpec("Dense"), LayerSpec(any_number=True)))
    assert one(exact, evidence).passed is not bool(operations)
    assert one(loose, evidence).passed
    assert not operations or one(exact, evidence).found == "also Multiply"


def test_a_class_may_do_what_the_named_layers_do() -> None:
    report = ProgramFacts(SMALL, "Net", None, rebuilt=True)
    for operation, passes in (("Add", True), ("LeakyRelu", True), ("ConvertToTensor", True), ("Multiply", False)):
        evidence = replace(verified(replace(SMALL, operations=(operation,))), program=report)
        assert one(BuiltFrom(("Dense", "Add"), ("relu", "leaky_relu", "softmax")), evidence).passed is passes


def test_what_was_trained_and_then_frozen_is_trainable() -> None:
    facts = model(dense(3, 3))
    program_facts = replace(program(facts), training=TrainingFacts(True, True, 1, 64, 2, frozen=30))
    evidence = Evidence(program=program_facts, checked=ModelCheckFacts(True, model=facts))
    for most, passes in ((42, True), (41, False)):
        assert one(Params(trainable=Bound(at_most=most)), evidence).passed is passes
