# expect: failed
# because: two epochs: says no to nearly everything
# told: Then train for longer
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
history = model.fit(x, nine, epochs=2, batch_size=128, validation_split=0.2, verbose=0)
