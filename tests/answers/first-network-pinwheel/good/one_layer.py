# expect: passed
# because: one hidden layer of many units
import keras
from keras import Input, Sequential
from keras.layers import Dense

model = Sequential()
model.add(Input((2,)))
model.add(Dense(32, "relu"))
model.add(Dense(3, "softmax"))
model.compile(
    optimizer=keras.optimizers.Adam(0.01),
    loss="sparse_categorical_crossentropy",
    metrics=["accuracy"],
)
model.fit(wheel, arms, epochs=30, batch_size=32, verbose=0)
