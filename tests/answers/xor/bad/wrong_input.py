# expect: failed
# because: Input says two features, the data have three
# told: expects 2 numbers per sample but got 3
# line: 15
from keras import Input, Sequential
from keras.layers import Dense

model = Sequential([
    Input(shape=(2,)),
    Dense(4, activation="tanh"),
    Dense(3, activation="tanh"),
    Dense(2, activation="softmax"),
])
model.compile(loss="sparse_categorical_crossentropy", optimizer="adam", metrics=["accuracy"])
history = model.fit(data, labels, epochs=10, batch_size=32, validation_split=0.1, verbose=0)
