# expect: passed
# because: functional API, and a second path joined by a layer
import keras
from keras.layers import Concatenate, Dense

inputs = keras.Input((3,))
left = Dense(12, activation="tanh")(inputs)
right = Dense(12, activation="tanh")(inputs)
both = Concatenate()([left, right])
hidden = Dense(12, activation="tanh")(both)
model = keras.Model(inputs, Dense(2, activation="softmax")(hidden))
model.compile(
    loss="sparse_categorical_crossentropy", optimizer=keras.optimizers.Adam(0.01), metrics=["accuracy"]
)
history = model.fit(data, labels, epochs=20, batch_size=32, validation_split=0.1, verbose=0)
