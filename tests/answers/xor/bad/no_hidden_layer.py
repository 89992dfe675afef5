# expect: failed
# because: a single layer draws a straight border
# told: Two layers of 20 units are plenty
import keras
from keras import Input, Sequential
from keras.layers import Dense

model = Sequential([Input(shape=(3,)), Dense(2, activation="softmax")])
model.compile(
    loss="sparse_categorical_crossentropy", optimizer=keras.optimizers.Adam(0.01), metrics=["accuracy"]
)
history = model.fit(data, labels, epochs=20, batch_size=32, validation_split=0.1, verbose=0)
