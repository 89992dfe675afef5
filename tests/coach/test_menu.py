"""Which changes of a run are worth a try: those that its facts speak for, and none for one that went well."""

from __future__ import annotations

import math
from dataclasses import replace

import pytest

from tuitutor.coach.evidence_of_fit import FitEvidence
from tuitutor.coach.menu import AT_MOST, MEANT, change_in_words, whole_menu, worth_trying
from tuitutor.grading.verdicts import Advice
from tuitutor.protocol.facts import (
    ArrayFacts,
    CompileFacts,
    DataFacts,
    FitFacts,
    LabelFacts,
    LayerState,
    NetworkFacts,
)
from tuitutor.protocol.requests import FitChange

TABLE = ArrayFacts((None, 3), "float32", 400, -2.0, 2.0, 0.0, 1.0, columns=((0.0, 1.0), (0.1, 1.0), (0.0, 0.9)))
CLASSES = LabelFacts(ArrayFacts((None,), "int64", 400, 0.0, 1.0, 0.5, 0.5), "classes", (0.0, 1.0), (200, 200))
NUMBERS = LabelFacts(ArrayFacts((None,), "float32", 400, -2.0, 2.0, 0.0, 1.0), "numbers")
TAGS = LabelFacts(ArrayFacts((None, 4), "float32", 400, 0.0, 1.0, 0.3, 0.4), "tags")
THREE = LabelFacts(ArrayFacts((None,), "int64", 400, 0.0, 2.0, 1.0, 0.8), "classes", (0.0, 1.0, 2.0), (140, 130, 130))
LAYERS = (
    LayerState("dense", "Dense", "relu", initial_spread=1.0, settings={"units": 8}),
    LayerState("dense_1", "Dense", "sigmoid", initial_spread=1.0, settings={"units": 1}),
)


def seen(
    loss: str = "binary_crossentropy",
    last: str = "sigmoid",
    units: int = 1,
    labels: LabelFacts = CLASSES,
    inputs: ArrayFacts = TABLE,
    skill: float | None = 0.1,
    curve: tuple[float, ...] = (0.7, 0.69, 0.69, 0.69, 0.69, 0.69),
    rate: float = 0.001,
    steady: bool = False,
    tells: tuple[float, ...] = (0.8, 0.0, 0.0),
) -> FitEvidence:
    """A run that went badly, but for what is given."""
    network = NetworkFacts(last, units, 0.0, 1.0, 0.4, skill=skill, layers=LAYERS)
    fit = FitFacts(
        len(curve), len(curve), 32, False, {"loss": curve}, compiled=CompileFacts(loss, "adam", rate), steps=100,
        highest_rate=rate, data=DataFacts((inputs,), labels, unshuffled=steady, predictable=tells), network=network,
    )  # fmt: skip
    return FitEvidence(fit)


def said(topic: str) -> list[Advice]:
    return [Advice(topic, (), "", "")]


@pytest.mark.parametrize(
    ("given", "topics", "first"),
    [
        (seen(last="softmax"), said("activation"), FitChange("last", "sigmoid")),
        (seen(last="softmax", units=4, labels=TAGS), said("activation"), FitChange("last", "sigmoid")),
        (seen("mse", "sigmoid", labels=NUMBERS), said("activation"), FitChange("last", "linear")),
        (seen("sparse_categorical_crossentropy", "relu", 3, THREE), [], FitChange("last", "softmax")),
        (seen("binary_crossentropy", "linear", labels=NUMBERS), said("loss"), FitChange("loss", "mean_squared_error")),
        (seen("mse", "softmax", 3, THREE), said("loss"), FitChange("loss", "sparse_categorical_crossentropy")),
        (seen(inputs=replace(TABLE, columns=((900.0, 30.0),))), [], FitChange("inputs")),
        (seen(steady=True), said("order"), FitChange("rows")),
        (seen(rate=0.5), said("rate"), FitChange("rate", times=0.1)),
        (seen(rate=0.00001), said("rate"), FitChange("rate", times=10.0)),
        (seen(curve=(1.0, 5.0, math.nan)), said("nan"), FitChange("inputs")),
        (seen(), said("size"), FitChange("units", times=4.0)),
    ],
)
def test_what_the_facts_speak_for_comes_first(given: FitEvidence, topics: list[Advice], first: FitChange) -> None:
    changes = worth_trying(given, topics)
    assert changes[0] == first
    assert len(changes) == AT_MOST
    assert len(set(changes)) == AT_MOST


def test_a_run_that_went_well_gets_none() -> None:
    assert worth_trying(seen(skill=0.9), []) == ()
    assert worth_trying(seen("hinge", skill=None), []) == (), "nothing is known of it"
    assert worth_trying(seen(skill=0.9), said("metric")) == (), "no change reaches what is wrong"
    assert worth_trying(seen(skill=0.9), said("rate"))
    assert worth_trying(seen(skill=0.4, tells=(0.45, 0.0, 0.0)), []) == (), "there is no more to learn"
    assert worth_trying(seen(skill=0.4, tells=()), []) == (), "it is unknown whether there is"
    assert worth_trying(seen(skill=0.4), [])
    assert worth_trying(seen(skill=0.4, tells=()), [], failed=True), "the exercise asks for more"
    assert worth_trying(seen(skill=0.95), [], failed=True) == (), "it isn't the training that is wrong"


@pytest.mark.parametrize(("high", "skill", "offers"), [(9.0, 0.2, True), (30.0, 0.2, False), (30.0, 0.0, True)])
def test_of_labels_that_lie_far_out_a_quick_predictor_tells_little(high: float, skill: float, offers: bool) -> None:
    far = replace(NUMBERS, array=replace(NUMBERS.array, high=high, spread=1.0))
    assert bool(worth_trying(seen("huber", "linear", labels=far, skill=skill), [])) is offers


def test_a_function_that_gives_all_labels_is_left_as_it_is() -> None:
    within = replace(NUMBERS, array=replace(NUMBERS.array, low=0.0, high=0.8))
    for last, labels, changes in (("sigmoid", within, False), ("sigmoid", NUMBERS, True), ("relu", within, False)):
        menu = whole_menu(seen("mean_squared_error", last, labels=labels))
        assert (FitChange("last", "linear") in menu) is changes


def test_what_fits_already_is_no_change() -> None:
    kinds = [change.kind for change in whole_menu(seen())]
    assert "last" not in kinds
    assert "loss" not in kinds
    assert {"rate", "inputs", "rows", "units"} == set(kinds)


def test_a_change_is_named_by_its_argument() -> None:
    run = seen(last="softmax")
    told = {change_in_words(change, run) for change in whole_menu(run)}
    assert "last activation softmax → sigmoid" in told
    assert "rate 0.001 → 0.01" in told
    assert "rate 0.001 → 0.0001" in told


def test_each_kind_that_topics_mean_is_on_the_menu() -> None:
    kinds = {kind for meant in MEANT.values() for kind in meant}
    assert kinds == {"last", "loss", "rate", "inputs", "rows", "units"}
