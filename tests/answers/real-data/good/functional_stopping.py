# expect: passed
# because: a functional model of four tanh units with dropout that stops by itself
import keras
from keras import layers

scale = layers.Normalization()
scale.adapt(x_train)
inputs = keras.Input((30,))
hidden = layers.Dense(4, activation="tanh")(scale(inputs))
outputs = layers.Dense(1, activation="sigmoid")(layers.Dropout(0.2)(hidden))
model = keras.Model(inputs, outputs)
model.compile(loss="binary_crossentropy", optimizer=keras.optimizers.Adam(0.005))
model.fit(
    x_train,
    y_train,
    epochs=80,
    validation_data=(x_val, y_val),
    callbacks=[keras.callbacks.EarlyStopping(patience=8, restore_best_weights=True)],
    verbose=0,
)
