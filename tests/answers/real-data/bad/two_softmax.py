# expect: failed
# because: two outputs, where one chance was asked for
# told: End with one sigmoid unit
import keras
from keras import Input, Sequential
from keras.layers import Dense, Normalization

scale = Normalization()
scale.adapt(x_train)
model = Sequential([Input(shape=(30,)), scale, Dense(2, activation="softmax")])
model.compile(loss="sparse_categorical_crossentropy", optimizer=keras.optimizers.Adam(0.01), metrics=["accuracy"])
model.fit(x_train, y_train, epochs=10, validation_data=(x_val, y_val), verbose=0)
