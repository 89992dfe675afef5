# expect: failed
# because: one sigmoid unit, as for two classes
# told: a unit for each of the three classes
import keras
from keras import Input, Sequential
from keras.layers import Dense

model = Sequential([
    Input(shape=(2,)),
    Dense(16, activation="relu"),
    Dense(1, activation="sigmoid"),
])
model.compile(optimizer="adam", loss="binary_crossentropy")
model.fit(wheel, arms, epochs=10, batch_size=32, verbose=0)
