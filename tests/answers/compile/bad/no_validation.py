# expect: failed
# because: no share of the data for validation
# told: a share of the data for validation
import keras
from keras import Input, Sequential
from keras.layers import Dense
from keras.optimizers import RMSprop

model = Sequential([
    Input(shape=(64,)),
    Dense(16, activation="relu"),
    Dense(1, activation="sigmoid"),
])
model.compile(loss="binary_crossentropy", optimizer=RMSprop(learning_rate=0.01), metrics=["accuracy", "recall"])
history = model.fit(x, nine, epochs=3, batch_size=32, verbose=0)
