# expect: passed
# because: labels as rows of 0 and 1, with the loss for those
import keras
from keras import Input, Sequential
from keras.layers import Dense

model = Sequential([
    Input(shape=(2,)),
    Dense(24, activation="relu"),
    Dense(12, activation="relu"),
    Dense(3, activation="softmax"),
])
model.compile(optimizer=keras.optimizers.Adam(0.01), loss="categorical_crossentropy")
model.fit(wheel, np.eye(3)[arms], epochs=30, batch_size=32, verbose=0)
