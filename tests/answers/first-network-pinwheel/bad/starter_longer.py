# expect: failed
# because: five times the epochs, still without a bend
# told: straight borders
import keras
from keras import Input, Sequential
from keras.layers import Dense

model = Sequential([
    Input(shape=(2,)),
    Dense(8),
    Dense(4),
    Dense(3, activation="softmax"),
])
model.compile(
    optimizer=keras.optimizers.Adam(0.01),
    loss="sparse_categorical_crossentropy",
    metrics=["accuracy"],
)
model.fit(wheel, arms, epochs=150, batch_size=32, verbose=0)
