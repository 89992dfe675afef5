# expect: failed
# because: a bend, and too few units for three curved arms
# told: add units
import keras
from keras import Input, Sequential
from keras.layers import Dense

model = Sequential([
    Input(shape=(2,)),
    Dense(3, activation="relu"),
    Dense(3, activation="softmax"),
])
model.compile(
    optimizer=keras.optimizers.Adam(0.01),
    loss="sparse_categorical_crossentropy",
    metrics=["accuracy"],
)
model.fit(wheel, arms, epochs=30, batch_size=32, verbose=0)
