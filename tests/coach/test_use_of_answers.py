"""What the code does with a trained network's answers: each mistake, and beside it code that is right."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.coach.test_causes import CLASSES, NUMBERS, fitted
from tuitutor.coach import advise
from tuitutor.coach.code import Code
from tuitutor.coach.use_of_answers import advise_on_lost_layers, advise_on_unused_inputs, advise_on_use
from tuitutor.protocol.facts import ArrayFacts, FitFacts, LabelFacts, LayerFacts, ModelFacts, ProgramFacts

ROW = replace(CLASSES, array=replace(CLASSES.array, shape=(None,)))
COLUMN = replace(CLASSES, array=replace(CLASSES.array, shape=(None, 1)))
FIT = "model.fit(x[:90], y[:90])\n"


def fit(labels: LabelFacts = ROW) -> FitFacts:
    return replace(fitted({"labels": labels}), output=(None, 1))


def said(text: str, labels: LabelFacts = ROW) -> list[str]:
    return [each.why for each in advise_on_use(Code(text), [fit(labels)])]


@pytest.mark.parametrize(
    ("wrong", "right", "words"),
    [
        (
            "model.fit([a_train, b_train], y)\nmodel.predict([b_test, a_test])",
            "model.fit([a_train, b_train], y)\nmodel.predict([a_test, b_test])",
            "in the order a, b, but predict gets b, a",
        ),
        (
            "model.fit([one[:90], two[:90]], y)\nmodel.evaluate([two[90:], one[90:]], y)",
            "model.fit([one[:90], two[:90]], y)\nother.evaluate([two[90:], one[90:]], y)",
            "evaluate gets two, one",
        ),
        (
            FIT + "said = model.predict(x[90:]).astype(int)",
            FIT + "said = (model.predict(x[90:]) > 0.5).astype(int)",
            "cuts all of them below 1 to 0",
        ),
        (
            FIT + "said = int(model.predict(x[90:])[0, 0])",
            FIT + "said = int(model.predict(x)[0, 0].round())",
            "cuts all",
        ),
        (
            FIT + 'p = model.predict(x)\np = p[:, 0]\nq = model.predict(x).ravel().astype("int32")',
            FIT + 'q = np.rint(model.predict(x)).astype("int32")',
            "cuts all",
        ),
        (
            FIT + "hits = (model.predict(x[90:]) > 0.5) == y[90:]",
            FIT + "hits = (model.predict(x[90:])[:, 0] > 0.5) == y[90:]",
            "shape (n, 1)",
        ),
        (
            FIT + "said = model.predict(x[90:])\nerror = np.abs(said - y[90:]).mean()",
            FIT + "said = model.predict(x[90:])\nerror = np.abs(said - y[90:, None]).mean()",
            "shape (n, 1)",
        ),
        (
            "y_train, y_test = y[:90], y[90:]\nmodel.fit(x, y_train)\nmodel.predict(z) - y_test",
            "y_train, y_test = y[:90], y[90:]\ny_test = y_test[:, None]\nnet.fit(x, y_train)\nnet.predict(x) - y_test",
            "shape (n, 1)",
        ),
    ],
)
def test_answers_that_are_used_wrongly_are_named_by_their_code(wrong: str, right: str, words: str) -> None:
    assert [words in each for each in said(wrong)] == [True]
    assert said(right) == []


def test_a_column_of_labels_fits_a_column_of_answers() -> None:
    assert said(FIT + "hits = (model.predict(x[90:]) > 0.5) == y[90:]", COLUMN) == []


@pytest.mark.parametrize("undone", ["np.exp(model.predict(x[90:])[:, 0])", "model.predict(x[90:])[:, 0]"])
def test_a_logarithm_of_the_labels_has_to_be_undone(undone: str) -> None:
    text = f"y = np.log(wage)\nmodel.fit(x, (y[:90] - m) / s)\np = {undone}\nerror = np.abs(p * s + m - wage[90:])"
    found = said(text, NUMBERS)
    assert found == [] if "exp" in undone else "a logarithm of `wage`" in found[0]


def test_values_that_are_assigned_together_are_read() -> None:
    text = (
        "y, rest = np.log(wage[:90]), wage[90:]\nmodel.fit(x[:90], y)\nerror = model.predict(x[90:])[:, 0] - wage[90:]"
    )
    assert "a logarithm of `wage`" in said(text, NUMBERS)[0]
    assert said(text.replace("np.log(", "("), NUMBERS) == []


@pytest.mark.parametrize(
    ("text", "lost"),
    [
        ("z = Dense(8)(x)\nz = Dense(4)(x)\nout = Dense(1)(z)", True),
        ("z = Dense(8)(x)\nz = Dense(4)(z)\nout = Dense(1)(z)", False),
        ("z = Dense(8)(x)\nkeep = z\nz = Dense(4)(x)\nout = Dense(1)(z)", False),
        ("z = Dense(8)(x)\nif deep:\n    z = Dense(4)(x)\nout = Dense(1)(z)", False),
        ("def net(x):\n    z = Dense(8)(x)\n    z = Dense(4)(x)\n    return z", True),
    ],
)
def test_a_layer_whose_result_nobody_reads_is_found(text: str, lost: bool) -> None:
    assert bool([*advise_on_lost_layers(Code(text))]) is lost


def joined(left: str, operations: tuple[str, ...] = ()) -> ModelFacts:
    """A model of a photo and a form, whose branches are joined: `left` with that of the form."""
    layers = {"photo": (), "form": (), "conv": ("photo",), "dense": ("form",), "joined": (left, "dense")}
    kinds = {"photo": "InputLayer", "form": "InputLayer"}
    found = [LayerFacts(name, kinds.get(name, "Dense"), True, 0, 0, None, {}, last) for name, last in layers.items()]
    reached = tuple(each for each in found if left == "conv" or each.name != "conv")
    return ModelFacts("Functional", True, reached, 0, 0, None, (None, 1), operations)


def test_an_input_that_leads_nowhere_is_named() -> None:
    program = ProgramFacts(joined("dense"), None, None, fits=(fitted(),))
    (advice,) = advise(None, (), (), "x = 1", "", (), program)
    assert "The input 'photo' isn't used" in advice.why
    assert [*advise_on_unused_inputs(joined("conv"))] == []
    assert [*advise_on_unused_inputs(joined("dense", ("Add",)))] == []  # which may be of the photo
    inner = LayerFacts("body", "Functional", True, 0, 0, None, {})
    assert [*advise_on_unused_inputs(replace(joined("dense"), inner=(inner,)))] == []


def test_an_untrained_network_that_is_asked_in_place_of_the_trained_one_is_named() -> None:
    stranger = replace(fitted({"asked_elsewhere": True}), of_model=False)
    program = ProgramFacts(None, None, None, fits=(stranger,))
    assert [each.topic for each in advise(None, (), (), "x = 1", "", (), program)] == ["prediction"]
    program = replace(program, fits=(replace(fitted(), of_model=False),))
    assert advise(None, (), (), "x = 1", "", (), program) == ()


def test_tables_of_few_ones_are_not_taken_for_small_numbers() -> None:
    layers = (replace(fitted().network.layers[0], inputs=(0.0004, 0.02)),)  # type: ignore[union-attr]
    ones = ArrayFacts((None, 3000), "float32", 400, 0.0, 1.0, 0.0004, 0.02)
    network = {"layers": layers, "skill": 0.7}
    assert advise(None, (fitted({"inputs": (ones,)}, network),), ()) == ()
    small = replace(ones, high=0.1, fractions=1.0)
    assert [each.topic for each in advise(None, (fitted({"inputs": (small,)}, network),), ())] == ["scale"]


@pytest.mark.parametrize(
    ("made", "after", "words"),
    [
        ("np.diff(level)", "p - level[90:]", "the changes of `level`"),
        ("level[1:] - level[:-1]", "p - level[90:]", "the changes of `level`"),
        ("level[1:] - other[:-1]", "p - level[90:]", ""),
        ("np.diff(level)", "p + level[89:] - level[90:]", ""),
        ("np.diff(level)", "p - np.diff(level)[90:]", ""),
        ("np.sqrt(level)", "p - level[90:]", "the square root of `level`"),
    ],
)
def test_changes_that_were_learned_are_no_values(made: str, after: str, words: str) -> None:
    text = f"y = {made}\nmodel.fit(x, y[:90])\np = model.predict(x[90:])[:, 0]\nerror = np.abs({after})"
    found = said(text, NUMBERS)
    assert [words in each for each in found] == [True] * bool(words)


@pytest.mark.parametrize(
    ("undone", "wrong"),
    [
        ("p * spread + mean", False),
        ("p * mean + spread", True),
        ("p * x_spread + x_mean", True),
        ("p * price.std() + price.mean()", False),  # the same numbers, written again
        ("p * 0.5 + 1", False),
        ("q * x_spread + x_mean", False),
    ],
)
def test_answers_are_turned_back_by_the_numbers_that_labels_were_scaled_by(undone: str, wrong: bool) -> None:
    text = (
        "mean, spread = price.mean(), price.std()\nx_mean, x_spread = area.mean(), area.std()\n"
        "x, y = (area - x_mean) / x_spread, (price - mean) / spread\nmodel.fit(x, y)\n"
        f"p = model.predict(x)[:, 0]\nq = x[:, 0]\nguess = {undone}\n"
    )
    assert ["turned back" in each for each in said(text, NUMBERS)] == [True] * wrong
    again = text.replace("guess =", "p =")
    assert ["turned back" in each for each in said(again, NUMBERS)] == [True] * wrong


@pytest.mark.parametrize(
    ("unpacked", "wrong"),
    [
        ("height_found, age_found", True),
        ("age, height", False),
        ("a, b", False),
        ("height_found, other", False),
    ],
)
def test_several_answers_are_unpacked_in_the_order_of_their_labels(unpacked: str, wrong: bool) -> None:
    text = f"net.fit(x, [age[:90], height_train])\n{unpacked} = net.predict(x[90:])"
    assert ["unpacked" in each for each in said(text)] == [True] * wrong


@pytest.mark.parametrize(
    ("read", "wrong"),
    [
        ("model.predict(x) > 0.5", True),
        ("np.round(model.predict(x)[:, 0])", True),
        ("model.predict(x)[:, 0].round()", True),
        ("model.predict(x) > 0", False),
        ("tf.sigmoid(model.predict(x)) > 0.5", False),
    ],
)
def test_logits_are_no_shares(read: str, wrong: bool) -> None:
    def found(last: str, told: bool) -> list[str]:
        network, compiled = {"last": last}, {"from_logits": told}
        trained = replace(fitted({"labels": COLUMN}, network, compiled), output=(None, 1))
        return [each.why for each in advise_on_use(Code(f"model.fit(x, y)\nhits = {read}"), [trained])]

    assert ["logits" in each for each in found("linear", True)] == [True] * wrong
    assert found("sigmoid", False) == found("linear", False) == []


@pytest.mark.parametrize(
    ("call", "turned", "wrong"),
    [
        ('layers.RandomFlip("horizontal")', ("horizontal",), True),
        ('layers.RandomFlip("vertical")', ("horizontal",), False),
        ("layers.RandomFlip()", ("horizontal",), True),
        ("layers.RandomRotation(0.5)", ("half",), True),
        ("layers.RandomRotation(0.05)", ("half", "quarter"), False),
        ("tf.image.random_flip_up_down(image)", ("vertical",), True),
        ("tf.image.flip_up_down(image)", ("vertical",), False),  # of a single picture, who knows why
    ],
)
def test_pictures_that_a_dataset_turns_into_another_class_are_named(
    call: str, turned: tuple[str, ...], wrong: bool
) -> None:
    text = f"data = data.map(lambda image, label: ({call}, label))\nmodel.fit(data)"
    poor, good = (fitted({"mirrored": turned}, {"skill": skill}) for skill in (0.3, 0.97))
    assert [each.topic for each in advise_on_use(Code(text), [poor])] == ["data"] * wrong
    assert list(advise_on_use(Code(text), [good])) == []
