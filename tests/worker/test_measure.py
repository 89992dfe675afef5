"""What is measured of models and variables that a program left behind, in one child after another program."""

from __future__ import annotations

from textwrap import dedent

import pytest
import pytest_asyncio

from tuitutor.protocol.events import Executed, Measured
from tuitutor.protocol.facts import LayerFacts, ModelFacts, ProgramFacts
from tuitutor.protocol.limits import Limits
from tuitutor.protocol.requests import Execute, Measure
from tuitutor.workers.worker import Child, Worker

pytestmark = pytest.mark.asyncio(loop_scope="session")

IMPORTS = "import keras, numpy as np, tensorflow as tf\nfrom keras import layers\n"


class Measuring:
    """A child in which programs run one after another."""

    def __init__(self, child: Child) -> None:
        self._child = child

    async def __call__(self, source: str, *variables: str, save: bool = False) -> ProgramFacts:
        child = self._child
        execute = Execute(child.name, child.next_run(), IMPORTS + dedent(source), "answer.py")
        *_, executed = [event async for event in child.ask(execute)]
        assert isinstance(executed, Executed)
        assert executed.error is None, executed.error.traceback
        *_, measured = [event async for event in child.ask(Measure(child.name, child.next_run(), variables, save))]
        assert isinstance(measured, Measured)
        return measured.facts

    async def model(self, source: str) -> ModelFacts:
        facts = (await self(source)).model
        assert facts is not None
        return facts


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def measure(worker: Worker) -> Measuring:
    return Measuring(await worker.child(Limits(wall_s=120, cpu_s=120), columns=72, seed=0, warm=False))


def by_name(model: ModelFacts) -> dict[str, LayerFacts]:
    return {layer.name: layer for layer in model.layers}


async def test_counts_shapes_and_settings_of_a_row_of_layers(measure: Measuring) -> None:
    model = await measure.model("""
        model = keras.Sequential([
            keras.Input((3,)),
            layers.Dense(4, "relu", name="hidden", trainable=False),
            layers.Dropout(0.5, name="dropout"),
            layers.BatchNormalization(name="norm"),
            layers.Dense(2, name="out", kernel_initializer="HeNormal"),
        ])
    """)
    assert (model.kind, model.built, model.operations) == ("Sequential", True, ())
    assert (model.params, model.trainable_params) == (16 + 16 + 10, 8 + 10)
    assert (model.input_shape, model.output_shape) == ((None, 3), (None, 2))
    assert [(layer.kind, layer.builtin) for layer in model.layers] == [
        ("Dense", True),
        ("Dropout", True),
        ("BatchNormalization", True),
        ("Dense", True),
    ]
    assert [layer.params for layer in model.layers] == [16, 0, 16, 10]
    assert [layer.trainable_params for layer in model.layers] == [0, 0, 8, 10]
    assert [layer.output_shape for layer in model.layers] == [(None, 4), (None, 4), (None, 4), (None, 2)]
    layers = by_name(model)
    assert layers["dropout"].settings["rate"] == 0.5
    hidden = layers["hidden"].settings
    assert (hidden["units"], hidden["activation"], hidden["use_bias"], hidden["dtype"]) == (4, "relu", True, "float32")
    assert (hidden["kernel_initializer"], hidden["kernel_regularizer"]) == ("glorot_uniform", None)
    assert (layers["out"].settings["activation"], layers["out"].settings["kernel_initializer"]) == (
        "linear",
        "he_normal",
    )


async def test_what_is_not_built_has_no_counts(measure: Measuring) -> None:
    model = await measure.model("model = keras.Sequential([layers.Dense(4), layers.Dense(2)])")
    assert (model.built, model.params, model.trainable_params) == (False, None, None)
    assert (model.input_shape, model.output_shape) == (None, None)
    assert [(layer.params, layer.trainable_params, layer.output_shape) for layer in model.layers] == [(None,) * 3] * 2
    empty = await measure.model("model = keras.Sequential([])")
    assert (empty.built, empty.layers, empty.params) == (False, (), None)


async def test_a_batch_that_was_seen_is_no_part_of_a_shape(measure: Measuring) -> None:
    model = await measure.model("""
        model = keras.Sequential([layers.Dense(4), layers.Dense(2)])
        model(np.zeros((32, 3)))
    """)
    assert (model.built, model.params, model.output_shape) == (True, 26, (None, 2))
    assert [layer.output_shape for layer in model.layers] == [(None, 4), (None, 2)]


async def test_settings_are_plain_values_by_their_short_names(measure: Measuring) -> None:
    model = await measure.model("""
        model = keras.Sequential([
            keras.Input((8, 8, 1)),
            layers.Conv2D(4, 3, activation=keras.activations.relu, kernel_regularizer="l2", name="c"),
            layers.MaxPooling2D(name="p"),
            layers.Flatten(name="f"),
            layers.Dense(2, activation=layers.LeakyReLU(), name="d"),
        ])
    """)
    layers = by_name(model)
    conv = layers["c"].settings
    assert (conv["kernel_size"], conv["strides"], conv["padding"]) == ((3, 3), (1, 1), "valid")
    assert (conv["activation"], conv["kernel_regularizer"]) == ("relu", "l2")
    assert layers["p"].settings["pool_size"] == (2, 2)
    assert layers["d"].settings["activation"] == "leaky_re_lu"
    assert (layers["c"].output_shape, layers["f"].output_shape) == ((None, 6, 6, 4), (None, 36))


async def test_a_graph_knows_which_layer_feeds_which_and_its_bare_operations(measure: Measuring) -> None:
    model = await measure.model("""
        a = keras.Input((3,), name="a")
        b = keras.Input((3,), name="b")
        left, right = layers.Dense(4, name="left")(a), layers.Dense(4, name="right")(b)
        joined = layers.Concatenate(name="joined")([left, right])
        model = keras.Model([a, b], keras.ops.sign(layers.Dense(1, name="out")(joined)))
        layers.Dense(9)(left)  # in another model, perhaps
    """)
    assert (model.kind, model.operations) == ("Functional", ("Sign",))
    assert {name: layer.inbound for name, layer in by_name(model).items()} == {
        "a": (),
        "b": (),
        "left": ("a",),
        "right": ("b",),
        "joined": ("left", "right"),
        "out": ("joined",),
    }
    assert (model.input_shape, model.output_shape) == (None, (None, 1))


@pytest.mark.parametrize(
    "made",
    [
        "hidden = layers.LSTM(3)(layers.Embedding(9, 4, mask_zero=True)(x))",
        "hidden = layers.GRU(3)(layers.Masking(-1.0)(layers.Reshape((20, 1))(x)))",
        """
        seen = layers.Embedding(9, 4, mask_zero=True)(x)
        hidden = layers.GlobalAveragePooling1D()(layers.MultiHeadAttention(1, 2)(seen, seen))
        """,
    ],
)
async def test_masks_that_layers_make_are_no_operations(measure: Measuring, made: str) -> None:
    model = await measure.model(
        f"x = keras.Input((20,))\n{dedent(made)}\nmodel = keras.Model(x, layers.Dense(1)(hidden))"
    )
    assert model.operations == ()


@pytest.mark.parametrize(
    ("made", "operation"),
    [
        ("hidden = layers.LSTM(3)(seen, mask=keras.ops.not_equal(x, 1))", "NotEqual"),
        ("hidden = layers.LSTM(3)(seen, mask=keras.ops.equal(x, 0))", "Equal"),
        ("hidden = keras.ops.cast(keras.ops.not_equal(x, 0), 'float32')", "NotEqual"),
        (
            "mask = keras.ops.not_equal(x, 0)\nhidden = layers.LSTM(3)(layers.Multiply()([seen, mask[..., None]]))",
            "NotEqual",
        ),
    ],
)
async def test_masks_of_ones_own_are_operations(measure: Measuring, made: str, operation: str) -> None:
    model = await measure.model(f"""
x = keras.Input((20,))
seen = layers.Embedding(9, 4)(x)
{made}
model = keras.Model(x, layers.Dense(1)(hidden))
""")
    assert operation in model.operations


async def test_operations_and_lambdas_inside_of_other_models_are_found(measure: Measuring) -> None:
    model = await measure.model("""
        x = keras.Input((3,))
        inner = keras.Model(x, keras.ops.abs(x))
        hidden = keras.Sequential([layers.Lambda(lambda x: x)])
        y = keras.Input((3,))
        model = keras.Model(y, layers.Dense(1)(hidden(inner(y))))
    """)
    assert model.operations == ("Absolute",)
    assert "Lambda" in [layer.kind for layer in model.layers]  # those of nested models stand in their place
    plain = await measure.model("model = keras.Sequential([keras.Input((3,)), layers.Lambda(lambda x: x)])")
    assert (plain.operations, [layer.kind for layer in plain.layers]) == ((), ["Lambda"])


async def test_classes_of_the_learners_own_are_told_as_such(measure: Measuring) -> None:
    model = await measure.model("""
        class Dense(layers.Layer):
            def build(self, shape):
                self.w = self.add_weight(shape=(shape[-1], 2))
            def call(self, x):
                return x @ self.w
        Dense.__module__ = layers.Dense.__module__
        class Net(keras.Model):
            def __init__(self):
                super().__init__()
                self.one, self.two = Dense(name="one"), layers.Dense(3, name="two")
            def call(self, x):
                return self.two(self.one(x))
        model = Net()
        model(np.zeros((4, 5)))
    """)
    assert (model.kind, model.built, model.params) == ("Net", True, 10 + 9)
    layers = by_name(model)
    assert [(layers[name].kind, layers[name].builtin, layers[name].params) for name in ("one", "two")] == [
        ("Dense", False, 10),
        ("Dense", True, 9),
    ]
    assert (layers["one"].settings, layers["two"].settings["units"]) == ({}, 3)


@pytest.mark.parametrize(
    ("middle", "numbers"),
    [
        ("layers.Dense(3, kernel_initializer=keras.initializers.Constant(np.ones((3, 3))))", 0),  # its first values
        ("layers.Normalization(mean=[0.5, 1.0, 2.0], variance=[1.0, 1.0, 4.0])", 0),
        ("layers.Rescaling([0.5, 0.1, 0.2])", 0),
        ("layers.Dropout(0.5)", 0),
        ("layers.Discretization([0.1, 0.2, 0.7, 0.9])", 4),
        ("Table(np.ones((3, 4)))", 12),
        ("Table([tf.ones((3, 4))])", 12),
    ],
)
async def test_numbers_in_the_settings_of_layers_count_as_parameters(
    measure: Measuring, middle: str, numbers: int
) -> None:
    model = await measure.model(f"""
        import tensorflow as tf
        class Table(layers.Layer):
            def __init__(self, table):
                super().__init__()
                self.table, self.times = table, 2.0
            def call(self, x):
                return x
        model = keras.Sequential([keras.Input((3,)), {middle}, layers.Dense(2)])
    """)
    assert model.params is not None
    assert model.params - sum(layer.params or 0 for layer in model.layers) == numbers


async def test_functions_as_activations_and_lists_of_losses_are_named(measure: Measuring) -> None:
    facts = await measure("""
        def own(x):
            return x
        i = keras.Input((3,))
        model = keras.Model(i, [layers.Dense(2, activation=own)(i), layers.Dense(1)(i)])
        model.compile(loss=["mse", "mae"], metrics=[["mae"], ["mse"]])
    """)
    assert facts.model is not None
    assert [layer.settings.get("activation") for layer in facts.model.layers] == [None, "own", "linear"]
    assert facts.compiled is not None
    assert facts.compiled.loss == "mean_squared_error, mean_absolute_error"
    assert facts.compiled.metrics == ("mae", "mse")


@pytest.mark.parametrize(
    ("arguments", "loss", "from_logits"),
    [
        ("loss='mse'", "mean_squared_error", False),
        ("loss=keras.losses.mean_squared_error", "mean_squared_error", False),
        ("loss=keras.losses.BinaryCrossentropy(from_logits=True)", "binary_crossentropy", True),
        ("optimizer='sgd'", None, False),
    ],
)
async def test_a_loss_is_named_however_it_was_given(
    measure: Measuring, arguments: str, loss: str | None, from_logits: bool
) -> None:
    built = "model = keras.Sequential([keras.Input((3,)), layers.Dense(1)])"
    assert (await measure(built)).compiled is None
    compiled = (await measure(f"{built}\nmodel.compile({arguments})")).compiled
    assert compiled is not None
    assert (compiled.loss, compiled.from_logits) == (loss, from_logits)


async def test_an_optimizer_that_extends_one_of_keras_is_that_one(measure: Measuring) -> None:
    facts = await measure("""
        class Mine(keras.optimizers.Adam):
            pass
        class Own(keras.optimizers.Optimizer):
            pass
        model = keras.Sequential([keras.Input((3,)), layers.Dense(2)])
        model.compile(loss="mse", optimizer=Mine())
        other = keras.Sequential([keras.Input((3,)), layers.Dense(2)])
        other.compile(loss="mse", optimizer=Own(0.1))
    """)
    assert facts.compiled is not None
    assert facts.compiled.optimizer == "adam"
    plain = (await measure("model = other")).compiled
    assert plain is not None
    assert plain.optimizer == "own"


async def test_a_model_that_raises_when_it_is_looked_at_is_measured_as_far_as_it_goes(measure: Measuring) -> None:
    model = await measure.model("""
        def raising():
            raise ValueError
        odd = layers.Dense(2)
        odd.count_params = odd.get_config = raising
        model = keras.Sequential([keras.Input((3,)), odd])
    """)
    assert (model.built, model.params) == (False, None)
    assert [(layer.params, layer.trainable_params, layer.settings) for layer in model.layers] == [(None, 8, {})]


@pytest.mark.parametrize(
    ("source", "kind"), [("model = [1]", "list"), ("model = None", None), ("model = keras.Model", "type")]
)
async def test_what_is_no_model_is_named(measure: Measuring, source: str, kind: str | None) -> None:
    facts = await measure(source, save=True)
    assert (facts.model, facts.model_kind, facts.compiled) == (None, kind, None)
    assert (facts.saved, facts.save_problem) == (False, None)


async def test_only_a_built_model_is_saved_and_only_where_that_is_asked_for(measure: Measuring) -> None:
    built = "model = keras.Sequential([keras.Input((3,)), layers.Dense(2)])"
    assert (await measure(built, save=True)).saved
    assert not (await measure(built)).saved
    unbuilt = await measure("model = keras.Sequential([layers.Dense(2)])", save=True)
    assert (unbuilt.saved, unbuilt.save_problem) == (False, None)
    refused = await measure(
        """
        class Own(layers.Dense):
            def get_config(self):
                raise ValueError("x" * 1000)
        model = keras.Sequential([keras.Input((3,)), Own(2)])
        """,
        save=True,
    )
    assert not refused.saved
    assert refused.save_problem is not None
    assert refused.save_problem.startswith("ValueError: xxx")
    assert len(refused.save_problem) == 500


async def test_variables_have_what_they_have(measure: Measuring) -> None:
    names = ("batch", "tensor", "number", "text", "long", "odd", "frame", "none")
    facts = await measure(
        """
        batch, tensor, number, text = np.zeros((2, 3), "float32"), tf.zeros((4,), "int64"), 7, "héllo"
        long, none = "x" * 300, None
        class Odd:
            shape, dtype = (None, 3), "own"
            def __repr__(self):
                raise ValueError
        odd = Odd()
        """,
        *names,
    )
    found = {each.name: each for each in facts.variables}
    assert list(found) == [name for name in names if name != "frame"]
    batch, tensor = found["batch"], found["tensor"]
    assert (batch.kind, batch.shape, batch.dtype) == ("ndarray", (2, 3), "float32")
    assert (tensor.kind, tensor.shape, tensor.dtype) == ("EagerTensor", (4,), "int64")
    assert (found["number"].kind, found["number"].shape, found["number"].dtype) == ("int", None, None)
    assert (found["number"].value, found["text"].value, found["none"].value) == ("7", "'héllo'", "None")
    assert found["long"].value == "'" + "x" * 199
    assert (found["odd"].shape, found["odd"].dtype, found["odd"].value) == ((None, 3), "own", None)
