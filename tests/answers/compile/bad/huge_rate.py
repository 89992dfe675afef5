# expect: failed
# because: a learning rate of 1.0 as in the cell that fails
# told: learning rate
import keras
from keras import Input, Sequential
from keras.layers import Dense
from keras.optimizers import RMSprop

model = Sequential([
    Input(shape=(64,)),
    Dense(16, activation="relu"),
    Dense(1, activation="sigmoid"),
])
model.compile(loss="binary_crossentropy", optimizer=RMSprop(learning_rate=1.0), metrics=["accuracy", "recall"])
history = model.fit(x, nine, epochs=3, batch_size=32, validation_split=0.2, verbose=0)
