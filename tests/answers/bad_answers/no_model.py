# expect: failed
# because: trained well, but not called model
import keras
from keras import Input, Sequential
from keras.layers import Dense

network = Sequential([
    Input(shape=(3,)),
    Dense(16, activation="tanh"),
    Dense(8, activation="tanh"),
    Dense(2, activation="softmax"),
])
network.compile(
    loss="sparse_categorical_crossentropy", optimizer=keras.optimizers.Adam(0.01), metrics=["accuracy"]
)
history = network.fit(data, labels, epochs=20, batch_size=32, validation_split=0.1, verbose=0)
