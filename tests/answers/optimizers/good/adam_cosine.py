# expect: passed
# because: Adam with a rate that suits, and a cosine
import keras
from keras import Input, Sequential
from keras.layers import Dense

model = Sequential([Input(shape=(2,)), Dense(1, activation="sigmoid")])
model.compile(optimizer=keras.optimizers.Adam(keras.optimizers.schedules.CosineDecay(0.1, 630)), loss="binary_crossentropy", metrics=["accuracy"])
history = model.fit(walks, uphill, epochs=10, batch_size=32, verbose=0)
