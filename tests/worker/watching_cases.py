"""Trains each case, plain or with everything that watches a child, and prints a line for each.

Not a test module. A line has the case's name and a digest of its weights, its history and the optimizer's variables,
all to the last bit.
"""

import hashlib
import os
import sys
import threading

os.environ.update(KERAS_BACKEND="tensorflow", TF_CPP_MIN_LOG_LEVEL="3", CUDA_VISIBLE_DEVICES="")

import keras
import numpy as np
import tensorflow as tf
from keras import layers, optimizers

WATCHED, EVERY = sys.argv[1] == "watched", int(sys.argv[2])
if WATCHED:
    from tuitutor.worker.training.fits import Watcher
    from tuitutor.worker.training.origin import install_activations
    from tuitutor.worker.training.speed import install_batches

    Watcher(lambda event: None, "c1").install()
    install_activations()
    install_batches()
tf.config.threading.set_intra_op_parallelism_threads(1)
rng = np.random.default_rng(1)
X = rng.normal(size=(640, 3)).astype("float32")
Y = (X[:, 0] * X[:, 1] > 0).astype("int32")
LOSS = "sparse_categorical_crossentropy"


def network(kind=keras.Sequential, scale=1.0):
    parts = [keras.Input((3,)), layers.Rescaling(scale), layers.Dense(16, "relu"), layers.Dropout(0.1)]
    return kind([*parts, layers.Dense(2, "softmax", dtype="float32")])


def fit(optimizer, scale=1.0, epochs=3, kind=keras.Sequential, callbacks=(), data=None, **options):
    model = network(kind, scale)
    model.compile(loss=LOSS, optimizer=optimizer, metrics=["accuracy"], **options)
    given = {"x": X, "y": Y, "validation_split": 0.2} if data is None else {"x": data}
    history = model.fit(**given, epochs=epochs, verbose=0, callbacks=list(callbacks))
    return model, history.history


def on_batches(optimizer):
    model = network()
    model.compile(loss=LOSS, optimizer=optimizer)
    return model, {"loss": [float(model.train_on_batch(X[at : at + 64], Y[at : at + 64])) for at in range(0, 640, 64)]}


def loop(optimizer, compiled=lambda step: step, own=False):
    model, losses = network(), []
    model.optimizer = optimizer
    error = keras.losses.SparseCategoricalCrossentropy()

    @compiled
    def step(x, y):
        with tf.GradientTape() as tape:
            loss = error(y, model(x, training=True))
            scaled = optimizer.scale_loss(loss)
        gradients = tape.gradient(scaled, model.trainable_variables)
        if own:
            for variable, gradient in zip(model.trainable_variables, gradients, strict=True):
                variable.assign_sub(0.1 * gradient)
        else:
            optimizer.apply(gradients, model.trainable_variables)
        return loss

    if not own:
        optimizer.build(model.trainable_variables)
    for at in range(0, 640, 64):
        losses.append(float(step(X[at : at + 64], Y[at : at + 64])))
    return model, {"loss": losses}


class Clipped(keras.Sequential):
    def train_step(self, data):
        x, y = data
        with tf.GradientTape() as tape:
            loss = self.optimizer.scale_loss(self.compute_loss(x, y, self(x, training=True)))
        gradients = [tf.clip_by_norm(each, 0.5) for each in tape.gradient(loss, self.trainable_variables)]
        self.optimizer.apply_gradients(zip(gradients, self.trainable_variables, strict=True))
        return self.compute_metrics(x, y, self(x))


def dataset():
    return tf.data.Dataset.from_tensor_slices((X, Y)).batch(32)


def best():
    return keras.callbacks.EarlyStopping("loss", patience=1, restore_best_weights=True)


CASES = {
    "fit": lambda: fit("adam"),
    "fit long enough to be fused": lambda: fit("adam", epochs=20),
    "fit that overflows": lambda: fit("adam", scale=100.0),
    "fit that overflows, fused": lambda: fit("adam", scale=100.0, epochs=20),
    "eager": lambda: fit("adam", scale=100.0, run_eagerly=True, epochs=1),
    "jit": lambda: fit("adam", jit_compile=True, epochs=1),
    "several steps": lambda: fit("adam", steps_per_execution=4),
    "dataset": lambda: fit("sgd", data=dataset()),
    "own train step": lambda: fit("adam", kind=Clipped, scale=100.0),
    "early stopping": lambda: fit(optimizers.Adam(0.5), callbacks=[best()], epochs=6),
    "train_on_batch": lambda: on_batches("adam"),
    "tape": lambda: loop(optimizers.Adam()),
    "tape, scaled": lambda: loop(optimizers.LossScaleOptimizer(optimizers.Adam())),
    "tape, by hand": lambda: loop(optimizers.SGD(), own=True),
    "tf.function": lambda: loop(optimizers.Adam(), tf.function),
    "tf.function, by hand": lambda: loop(optimizers.SGD(), tf.function, own=True),
    "tf.function, jit": lambda: loop(optimizers.Adam(), lambda step: tf.function(step, jit_compile=True)),
    "wrapped": lambda: fit(optimizers.LossScaleOptimizer(optimizers.SGD(0.1)), scale=100.0),
    "accumulating": lambda: fit(optimizers.Adam(gradient_accumulation_steps=3)),
    "averaging": lambda: fit(optimizers.Adam(use_ema=True, ema_overwrite_frequency=5)),
    "decaying": lambda: fit(optimizers.AdamW(optimizers.schedules.CosineDecay(0.1, 40), clipnorm=0.5)),
}
OPTIMIZERS = ("SGD", "RMSprop", "Adadelta", "Adagrad", "Adamax", "Adafactor", "Nadam", "Ftrl", "Lion", "Lamb", "Muon")
for name in (*OPTIMIZERS, "ScheduleFreeAdamW"):
    if hasattr(optimizers, name):
        CASES[name] = lambda name=name: fit(getattr(optimizers, name)(0.01))


ALWAYS = ("fit that overflows", "fit long enough to be fused")


def digest(model, history):
    values = [np.asarray(each) for each in (*model.variables, *model.optimizer.variables)]
    for name in sorted(history):
        values.append(np.asarray(history[name]))
    names = [each.path for each in model.variables]
    return hashlib.sha256(b"".join(each.tobytes() for each in values) + repr(names).encode()).hexdigest()


for policy in ("float32", "mixed_float16", "mixed_bfloat16"):
    for at, (name, case) in enumerate(CASES.items()):
        if (at + len(policy)) % EVERY and name not in ALWAYS:
            continue
        keras.utils.clear_session()  # and with it the policy
        keras.config.set_dtype_policy(policy)
        keras.utils.set_random_seed(3)
        try:
            said = digest(*case())
        except Exception as error:
            said = f"{type(error).__name__}: {str(error)[:60]}"
        print(f"{policy}, {name}: {said}", flush=True)

# Threads share Keras's random numbers, so each of these has its own weights and no layer that draws any.
keras.config.set_dtype_policy("float32")
models = []
for at in range(2):
    keras.utils.set_random_seed(at)
    models.append(keras.Sequential([keras.Input((3,)), layers.Dense(8, "tanh"), layers.Dense(2, "softmax")]))
    models[-1].compile(loss=LOSS, optimizer=optimizers.Adam(0.01))
found = {}


def train(at):
    try:
        kept = models[at].fit(X, Y, epochs=4, batch_size=32 * (at + 1), shuffle=False, verbose=0)
        found[at] = digest(models[at], kept.history)
    except Exception as error:
        found[at] = repr(error)


threads = [threading.Thread(target=train, args=(at,)) for at in range(2)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
for at in range(2):
    print(f"thread {at}: {found.get(at)}")
