# expect: passed
# because: two softmax outputs and sparse labels say the same as one sigmoid
from keras import Input, Sequential
from keras.layers import Dense, Normalization

scale = Normalization()
scale.adapt(x_train)
model = Sequential()
model.add(Input(shape=(30,)))
model.add(scale)
model.add(Dense(16, activation="relu"))
model.add(Dense(2, activation="softmax"))
model.compile(loss="sparse_categorical_crossentropy", optimizer="adam", metrics=["accuracy"])
model.fit(x_train, y_train, epochs=60, validation_data=(x_val, y_val), verbose=0)
