# expect: passed
import keras
from keras.layers import Add, Dense

inputs = keras.Input((3,), name="three_numbers")
first = Dense(16, activation="relu")(inputs)
second = Dense(16, activation="relu")(first)
both = Add()([first, second])
model = keras.Model(inputs, Dense(2, activation="softmax")(both))
model.compile(loss="sparse_categorical_crossentropy", optimizer=keras.optimizers.Adam(0.01), metrics=["accuracy"])
model.fit(data, labels, epochs=25, batch_size=32, verbose=0)
