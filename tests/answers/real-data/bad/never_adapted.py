# expect: failed
# because: a Normalization layer that was never adapted changes nothing, or raises
# told: What does the first Dense layer see
from keras import Input, Sequential
from keras.layers import Dense, Normalization

model = Sequential([Input(shape=(30,)), Normalization(), Dense(4, activation="relu"), Dense(1, activation="sigmoid")])
model.compile(loss="binary_crossentropy", optimizer="adam", metrics=["accuracy"])
model.fit(x_train, y_train, epochs=20, validation_data=(x_val, y_val), verbose=0)
