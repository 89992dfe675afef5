# expect: passed
# because: the starter with relu in both hidden layers, and 60 epochs
import keras
from keras import Input, Sequential
from keras.layers import Dense

model = Sequential([
    Input(shape=(2,)),
    Dense(8, activation="relu"),
    Dense(4, activation="relu"),
    Dense(3, activation="softmax"),
])
model.compile(
    optimizer=keras.optimizers.Adam(0.01),
    loss="sparse_categorical_crossentropy",
    metrics=["accuracy"],
)
model.fit(wheel, arms, epochs=60, batch_size=32, verbose=0)
