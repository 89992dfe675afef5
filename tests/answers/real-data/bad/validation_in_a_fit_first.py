# expect: failed
# because: a fit on x_val comes before the one that is validated on it
# told: were trained on before
import keras
from keras import Input, Sequential
from keras.layers import Dense, Normalization

scale = Normalization()
scale.adapt(x_train)
model = Sequential([Input(shape=(30,)), scale, Dense(1, activation="sigmoid")])
model.compile(loss="binary_crossentropy", optimizer=keras.optimizers.Adam(0.02), metrics=["accuracy"])
model.fit(x_val, y_val, epochs=10, verbose=0)
model.compile(loss="binary_crossentropy", optimizer=keras.optimizers.Adam(0.003), metrics=["accuracy"])
history = model.fit(x_train, y_train, epochs=20, validation_data=(x_val, y_val), verbose=0)
