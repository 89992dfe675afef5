# expect: failed
# because: ten patients are enough for the bounds, by luck
# told: What a network has learned from a few patients is chance
import keras
from keras import Input, Sequential
from keras.layers import Dense, Normalization

scale = Normalization()
scale.adapt(x_train)

model = Sequential([Input(shape=(30,)), scale, Dense(1, activation="sigmoid")])
model.compile(loss="binary_crossentropy", optimizer=keras.optimizers.Adam(0.01), metrics=["accuracy"])
history = model.fit(x_train[:10], y_train[:10], epochs=40, validation_data=(x_val, y_val), verbose=0)
