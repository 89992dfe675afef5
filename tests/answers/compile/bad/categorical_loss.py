# expect: failed
# because: the loss of the starter is 0 whatever the outputs are
# told: Which row of the table
import keras
from keras import Input, Sequential
from keras.layers import Dense
from keras.optimizers import RMSprop

model = Sequential([
    Input(shape=(64,)),
    Dense(16, activation="relu"),
    Dense(1, activation="sigmoid"),
])
model.compile(loss="categorical_crossentropy", optimizer=RMSprop(learning_rate=0.01), metrics=["accuracy", "recall"])
history = model.fit(x, nine, epochs=3, batch_size=32, validation_split=0.2, verbose=0)
