# expect: failed
# because: without activations three layers are as straight as one
# told: no more than one
import keras
from keras import Input, Sequential
from keras.layers import Dense

model = Sequential([Input(shape=(3,)), Dense(16), Dense(16), Dense(2, activation="softmax")])
model.compile(
    loss="sparse_categorical_crossentropy", optimizer=keras.optimizers.Adam(0.01), metrics=["accuracy"]
)
history = model.fit(data, labels, epochs=20, batch_size=32, validation_split=0.1, verbose=0)
