# expect: failed
# because: three nines, which is a recall of 1 as soon as they are found
# told: Among fewer, hardly any are nines
import keras
from keras import Input, Sequential
from keras.layers import Dense
from keras.optimizers import RMSprop

three = np.flatnonzero(nine)[:3]
model = Sequential([
    Input(shape=(64,)),
    Dense(16, activation="relu"),
    Dense(1, activation="sigmoid"),
])
model.compile(loss="binary_crossentropy", optimizer=RMSprop(learning_rate=0.01), metrics=["accuracy", "recall"])
history = model.fit(np.delete(x, three, axis=0), np.delete(nine, three), epochs=15,
    validation_data=(x[three], nine[three]), verbose=0)
