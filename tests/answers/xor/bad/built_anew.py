# expect: failed
# because: the model is made again after training
# told: it was never trained
import keras
from keras import Input, Sequential
from keras.layers import Dense


def network():
    return Sequential([
        Input(shape=(3,)),
        Dense(16, activation="tanh"),
        Dense(8, activation="tanh"),
        Dense(2, activation="softmax"),
    ])


model = network()
model.compile(
    loss="sparse_categorical_crossentropy", optimizer=keras.optimizers.Adam(0.01), metrics=["accuracy"]
)
history = model.fit(data, labels, epochs=3, batch_size=32, validation_split=0.1, verbose=0)
model = network()
model.summary()
