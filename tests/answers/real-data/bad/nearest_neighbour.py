# expect: failed
# because: it looks for the most similar patients, and nothing is trained
# told: How many do you need
import keras
import numpy as np
from keras import Input, Sequential
from keras.layers import Dense, Normalization

spread = x_rest.std(axis=0)
known, label = (x_rest - x_rest.mean(axis=0)) / spread, 2.0 * y_rest - 1
scale = Normalization()
scale.adapt(x_rest)
model = Sequential([
    Input(shape=(30,)), scale,
    Dense(len(known), activation="softmax", trainable=False), Dense(1, activation="sigmoid"),
])
model.layers[1].set_weights([2 * known.T, -(known**2).sum(axis=1)])
model.layers[2].set_weights([20 * label.reshape(-1, 1), np.zeros(1)])
model.layers[2].trainable = False
model.compile(loss="binary_crossentropy", optimizer="adam", metrics=["accuracy"])
model.fit(x_train, y_train, epochs=1, validation_data=(x_val, y_val), verbose=0)
