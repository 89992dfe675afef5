# expect: failed
# because: trained on labels of the learner's own, the XOR of two inputs
# told: the network was trained on other data and labels
import keras
from keras import Input, Sequential
from keras.layers import Dense

model = Sequential([
    Input(shape=(3,)),
    Dense(16, activation="tanh"),
    Dense(8, activation="tanh"),
    Dense(2, activation="softmax"),
])
model.compile(
    loss="sparse_categorical_crossentropy", optimizer=keras.optimizers.Adam(0.01), metrics=["accuracy"]
)
mine = ((data[:, 0] > 0) ^ (data[:, 1] > 0)).astype(int)
history = model.fit(data, mine, epochs=10, batch_size=32, validation_split=0.1, verbose=0)
