# expect: passed
# because: two softmax outputs and integer labels, with add
import keras
from keras import Input, Sequential
from keras.layers import Dense

model = Sequential()
model.add(Input(shape=(3,)))
model.add(Dense(5, activation="tanh", use_bias=False, kernel_initializer="he_uniform"))
model.add(Dense(2, activation="softmax", use_bias=False))
model.compile(loss="sparse_categorical_crossentropy", optimizer=keras.optimizers.Adam(0.02), metrics=["accuracy"])
history = model.fit(data, labels, epochs=15, batch_size=32, validation_split=0.1, verbose=0)
