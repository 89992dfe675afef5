# expect: failed
# because: all 4,546 parameters are trained, and then two of three layers are frozen so that 130 are left to count
# told: Multiply inputs by units for each layer
from keras import Input, Sequential
from keras.layers import Dense

model = Sequential([
    Input(shape=(3,)),
    Dense(64, activation="relu"),
    Dense(64, activation="relu"),
    Dense(2, activation="softmax"),
])
model.compile(
    loss="sparse_categorical_crossentropy",
    optimizer="adam",
    metrics=["accuracy"],
)
history = model.fit(
    data, labels, epochs=15, batch_size=32,
    validation_split=0.1, verbose=0,
)
model.layers[0].trainable = False
model.layers[1].trainable = False
model.compile(
    loss="sparse_categorical_crossentropy", optimizer="adam", metrics=["accuracy"],
)
model.fit(data, labels, epochs=1, batch_size=32, verbose=0)
