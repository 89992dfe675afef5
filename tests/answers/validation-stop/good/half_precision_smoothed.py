# expect: passed
# because: mixed precision, one-hot labels that are smoothed, a decaying AdamW, and early stopping that goes back, trained to its end or not
import keras
from keras import layers

keras.mixed_precision.set_global_policy("mixed_float16")
inputs = keras.Input((8, 8, 1))
h = layers.Flatten()(inputs)
h = layers.Dense(128, activation="relu")(h)
h = layers.Dropout(0.3)(h)
h = layers.Dense(128, activation="relu")(h)
outputs = layers.Dense(10, activation="softmax", dtype="float32")(h)
model = keras.Model(inputs, outputs)
keras.mixed_precision.set_global_policy("float32")
model.compile(
    loss=keras.losses.CategoricalCrossentropy(label_smoothing=0.1),
    optimizer=keras.optimizers.AdamW(keras.optimizers.schedules.ExponentialDecay(0.002, 200, 0.9)),
    metrics=["accuracy"],
)
one_hot = keras.utils.to_categorical
history = model.fit(
    x_train, one_hot(y_train, 10), validation_data=(x_val, one_hot(y_val, 10)),
    epochs=40, batch_size=16, verbose=0,
    callbacks=[keras.callbacks.EarlyStopping(monitor="val_loss", patience=12, restore_best_weights=True)],
)
