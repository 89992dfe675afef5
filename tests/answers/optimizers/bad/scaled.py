# expect: failed
# because: trained on scaled features: the hidden ones are not
# told: Hidden walks are given in kilometres and metres
import keras
from keras import Input, Sequential
from keras.layers import Dense

model = Sequential([Input(shape=(2,)), Dense(1, activation="sigmoid")])
model.compile(optimizer=keras.optimizers.Adam(0.05), loss="binary_crossentropy", metrics=["accuracy"])
history = model.fit(walks / [1, 200], uphill, epochs=10, batch_size=32, verbose=0)
