"""Names that Keras gives to one thing mean one thing."""

from __future__ import annotations

import pytest

from tuitutor.grading.naming import fold_name, same_kind, same_metric, same_name


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("mse", "mean_squared_error"),
        ("MSE", "MeanSquaredError"),
        ("keras.losses.MeanSquaredError", "mse"),
        ("mae", "mean_absolute_error"),
        ("mape", "mean_absolute_percentage_error"),
        ("msle", "MeanSquaredLogarithmicError"),
        ("bce", "binary-crossentropy"),
        ("kld", "kullback_leibler_divergence"),
        ("KLDivergence", "kullback leibler divergence"),
        ("acc", "accuracy"),
        ("swish", "silu"),
        ("hard_swish", "hard_silu"),
        ("None", "linear"),
        ("tf.keras.optimizers.legacy.Adam", "adam"),
    ],
)
def test_one_thing_by_two_names(one: str, other: str) -> None:
    assert same_name(one, other)
    assert same_metric(one, other)


@pytest.mark.parametrize(("one", "other"), [("mse", "mae"), ("relu", "relu6"), ("adam", "adam.w"), ("", "linear")])
def test_two_things(one: str, other: str) -> None:
    assert not same_name(one, other)
    assert not same_metric(one, other)


def test_a_name_is_folded_to_letters_of_its_last_part() -> None:
    assert fold_name("keras.src.losses.Sparse_Categorical-Crossentropy") == "sparsecategoricalcrossentropy"


def test_accuracy_is_whichever_accuracy_fits() -> None:
    particular = "binary_accuracy", "CategoricalAccuracy", "keras.metrics.SparseCategoricalAccuracy"
    for one in particular:
        assert same_metric("accuracy", one)
        assert same_metric(one, "acc")
        assert not same_name("accuracy", one)
        assert not same_metric("recall", one)
        assert not any(same_metric(one, other) for other in particular if other != one)
    assert not same_metric("accuracy", "top_k_accuracy")
    assert same_metric("".join(["rec", "all"]), "recall")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("MaxPool2D", "MaxPooling2D"),
        ("AvgPool1D", "AveragePooling1D"),
        ("GlobalAvgPool2D", "GlobalAveragePooling2D"),
        ("GlobalMaxPool2D", "GlobalMaxPooling2D"),
        ("Convolution2D", "Conv2D"),
        ("SeparableConvolution1D", "SeparableConv1D"),
        ("Convolution2DTranspose", "Conv2DTranspose"),
    ],
)
def test_one_layer_by_two_names(one: str, other: str) -> None:
    assert same_kind(one, other)


@pytest.mark.parametrize(
    ("one", "other"),
    [("MaxPool2D", "AvgPool2D"), ("MaxPool2D", "MaxPool1D"), ("Average", "AveragePooling2D"), ("dense", "Dense")],
)
def test_two_layers(one: str, other: str) -> None:
    assert not same_kind(one, other)
