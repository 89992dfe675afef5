# expect: failed
# because: recall with two softmax outputs and integer labels
# told: one sigmoid unit
import keras
from keras import Input, Sequential
from keras.layers import Dense
from keras.optimizers import RMSprop

model = Sequential([
    Input(shape=(64,)),
    Dense(16, activation="relu"),
    Dense(2, activation="softmax"),
])
model.compile(loss="sparse_categorical_crossentropy", optimizer=RMSprop(learning_rate=0.01), metrics=["accuracy", "recall"])
history = model.fit(x, nine, epochs=30, batch_size=32, validation_split=0.2, verbose=0)
