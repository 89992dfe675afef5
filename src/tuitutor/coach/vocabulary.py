"""Keras's common names, to correct misspelt ones."""

from __future__ import annotations

import re
from collections.abc import Set

from msgspec.structs import replace

from tuitutor.grading.verdicts import Advice


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


ACTIVATIONS = _words(
    "relu sigmoid softmax tanh linear elu selu gelu silu leaky_relu relu6 softplus softsign exponential hard_sigmoid "
    "hard_silu log_softmax mish"
)

OPTIMIZERS = _words("adam sgd rmsprop adamw adagrad adadelta adamax nadam ftrl lion lamb adafactor muon")

LOSSES = _words(
    "sparse_categorical_crossentropy categorical_crossentropy binary_crossentropy mean_squared_error mse "
    "mean_absolute_error mae mean_absolute_percentage_error mean_squared_logarithmic_error kl_divergence huber "
    "log_cosh hinge squared_hinge categorical_hinge poisson cosine_similarity binary_focal_crossentropy"
)

METRICS = _words(
    "accuracy sparse_categorical_accuracy categorical_accuracy binary_accuracy top_k_categorical_accuracy mse mae "
    "mean_squared_error mean_absolute_error auc precision recall f1_score r2_score"
)

LAYERS = _words(
    "Dense Input Activation Dropout Flatten Conv1D Conv2D Conv3D MaxPooling1D MaxPooling2D AveragePooling1D "
    "AveragePooling2D GlobalAveragePooling1D GlobalAveragePooling2D GlobalMaxPooling2D BatchNormalization "
    "LayerNormalization Embedding LSTM GRU SimpleRNN Bidirectional TimeDistributed Reshape Rescaling Normalization "
    "Add Concatenate Multiply Average Lambda ReLU LeakyReLU Softmax ELU MultiHeadAttention Attention UpSampling2D "
    "ZeroPadding2D GaussianNoise Conv2DTranspose SeparableConv2D DepthwiseConv2D RepeatVector Permute Masking"
)

MODULES = _words(
    "keras keras.layers keras.models keras.optimizers keras.losses keras.metrics keras.activations keras.callbacks "
    "keras.datasets keras.utils keras.ops keras.initializers keras.regularizers keras.random tensorflow "
    "tensorflow.keras tensorflow.keras.layers tensorflow.keras.models tensorflow.keras.utils "
    "tensorflow.keras.optimizers tensorflow.keras.datasets tensorflow.keras.callbacks numpy matplotlib "
    "matplotlib.pyplot sklearn sklearn.model_selection sklearn.datasets sklearn.preprocessing sklearn.metrics"
)

KERAS_NAMES = sorted({name.split(".")[1] for name in MODULES if name.startswith("keras.")} | {"Sequential", "Model"})

MODEL_METHODS = _words(
    "fit compile evaluate predict summary add pop build save get_weights set_weights count_params layers get_layer "
    "output_shape input_shape optimizer metrics_names trainable_weights save_weights load_weights"
)

_DENSE = _words("activation use_bias kernel_initializer bias_initializer kernel_regularizer input_shape name")
_CONV = (*_words("filters kernel_size strides padding dilation_rate"), *_DENSE)
_RECURRENT = (*_words("units return_sequences return_state dropout recurrent_dropout"), *_DENSE)

# The arguments that learners use; a name that is close to none of them gets no advice.
ARGUMENTS: dict[str, tuple[str, ...]] = {
    "fit": _words(
        "batch_size epochs verbose callbacks validation_split validation_data shuffle class_weight sample_weight "
        "initial_epoch steps_per_epoch validation_steps validation_batch_size validation_freq"
    ),
    "compile": _words("optimizer loss loss_weights metrics weighted_metrics run_eagerly steps_per_execution"),
    "evaluate": _words("batch_size verbose sample_weight steps callbacks return_dict"),
    "predict": _words("batch_size verbose steps callbacks"),
    "Dense": ("units", "input_dim", *_DENSE),
    "Conv1D": _CONV,
    "Conv2D": _CONV,
    "Dropout": _words("rate noise_shape seed name"),
    "Activation": _words("activation name"),
    "MaxPooling2D": _words("pool_size strides padding name"),
    "Embedding": _words("input_dim output_dim mask_zero name"),
    "LSTM": _RECURRENT,
    "GRU": _RECURRENT,
    "SimpleRNN": _RECURRENT,
}

OPTIMIZER_ARGUMENTS = _words("learning_rate momentum beta_1 beta_2 epsilon weight_decay nesterov clipnorm clipvalue")

# Where a name that is used without being imported usually comes from.
IMPORTS: dict[str, str] = {
    **dict.fromkeys((name for name in LAYERS if name != "Input"), "from keras.layers import {}"),
    **dict.fromkeys(("Sequential", "Input", "Model", "layers", "optimizers", "losses", "ops"), "from keras import {}"),
    **dict.fromkeys(("Adam", "SGD", "RMSprop", "AdamW"), "from keras.optimizers import {}"),
    "to_categorical": "from keras.utils import to_categorical",
    "plot_model": "from keras.utils import plot_model",
    "train_test_split": "from sklearn.model_selection import train_test_split",
    "keras": "import keras",
    "tf": "import tensorflow as tf",
    "np": "import numpy as np",
    "numpy": "import numpy",
    "plt": "import matplotlib.pyplot as plt",
}

OTHER_LANGUAGES = {"true": "True", "false": "False", "null": "None", "none": "None", "TRUE": "True", "FALSE": "False"}

# What old tutorials use and today's Keras no longer has, and what to write instead.
GONE: dict[str, str] = {
    "predict_classes": "Write model.predict(data).argmax(axis=1), or (model.predict(data) > 0.5) for one sigmoid unit.",
    "predict_proba": "Write model.predict(data): it returns the probabilities.",
    "fit_generator": "Write model.fit(generator, ...).",
    "evaluate_generator": "Write model.evaluate(generator).",
    "predict_generator": "Write model.predict(generator).",
    "np_utils": "Write: from keras.utils import to_categorical",
    "CuDNNLSTM": "Write LSTM: it is just as fast on a GPU.",
    "CuDNNGRU": "Write GRU: it is just as fast on a GPU.",
}

BACKEND_FUNCTIONS = {
    **{name: name for name in _words("abs argmax cast concatenate cos dot exp expand_dims log max maximum mean min "
                                     "minimum ones prod reshape round shape sigmoid sign sin softmax sqrt square "
                                     "squeeze stack std sum tanh transpose var zeros")},
    "pow": "power",
}  # fmt: skip

TENSORFLOW_ONE = {
    "placeholder": "Begin the model with keras.Input(...) instead.",
    "Session": "Leave it out: operations run at once, and model.fit trains.",
    "InteractiveSession": "Leave it out: operations run at once, and model.fit trains.",
    "global_variables_initializer": "Leave it out: variables get their values when they are made.",
    "get_variable": "Write tf.Variable(...), or let a layer make its weights.",
    "set_random_seed": "Write keras.utils.set_random_seed(...).",
}

NUMPY_NAMES = _words(
    "abs all any append arange argmax argmin argsort array array_equal asarray astype clip concatenate copy cos dot "
    "empty exp expand_dims eye float32 float64 full hstack int32 int64 linspace loadtxt log max maximum mean meshgrid "
    "min minimum newaxis ones ones_like prod random repeat reshape round savetxt shape sign sin sort sqrt squeeze "
    "stack std sum tanh tile transpose unique var vstack where zeros zeros_like"
)

_IN_CODE = re.compile(r"(\w+)(?=\(|=\w|=')|'(\w+)'")


def in_words(advice: Advice, known: Set[str]) -> Advice:
    """The advice without those of its proposals whose code has words that the learner doesn't know."""
    proposals = re.split(r"(?<=;) (?:or )?|(?<=\.) (?=[A-Z])", advice.try_)
    kept = [each for each in proposals if {word for found in _IN_CODE.findall(each) for word in found if word} <= known]
    if len(kept) == len(proposals):
        return advice
    return replace(advice, try_=" ".join(f"{each[:1].upper()}{each[1:].rstrip(';.')}." for each in kept))
