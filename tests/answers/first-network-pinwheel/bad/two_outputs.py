# expect: failed
# because: two outputs for three classes
# told: outside the valid range
import keras
from keras import Input, Sequential
from keras.layers import Dense

model = Sequential([
    Input(shape=(2,)),
    Dense(16, activation="relu"),
    Dense(2, activation="softmax"),
])
model.compile(
    optimizer=keras.optimizers.Adam(0.01),
    loss="sparse_categorical_crossentropy",
    metrics=["accuracy"],
)
model.fit(wheel, arms, epochs=30, batch_size=32, verbose=0)
