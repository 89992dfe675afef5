# expect: passed
# because: another bend, and another optimizer
import keras
from keras import Input, Sequential
from keras.layers import Dense

model = Sequential([
    Input(shape=(2,)),
    Dense(24, activation="tanh"),
    Dense(12, activation="tanh"),
    Dense(3),
    keras.layers.Softmax(),
])
model.compile(
    optimizer=keras.optimizers.RMSprop(0.01),
    loss="sparse_categorical_crossentropy",
)
model.fit(wheel, arms, epochs=30, batch_size=16, verbose=0)
