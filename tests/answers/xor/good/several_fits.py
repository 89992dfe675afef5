# expect: passed
# because: trained in three goes with smaller and smaller steps
import keras
from keras import Input, Sequential
from keras.layers import Dense

model = Sequential([
    Input(shape=(3,)),
    Dense(16, activation="tanh"),
    Dense(16, activation="tanh"),
    Dense(2, activation="softmax"),
])
for rate in (0.02, 0.005, 0.001):
    model.compile(
        loss="sparse_categorical_crossentropy", optimizer=keras.optimizers.Adam(rate), metrics=["accuracy"]
    )
    history = model.fit(data, labels, epochs=10, batch_size=32, validation_split=0.1, verbose=0)
