# expect: failed
# because: validation on the data that it trains on shows nothing
# told: Validate on patients that fit does not train on
from keras import Input, Sequential
from keras.layers import Dense, Normalization

scale = Normalization()
scale.adapt(x_train)
model = Sequential([Input(shape=(30,)), scale, Dense(4, activation="relu"), Dense(1, activation="sigmoid")])
model.compile(loss="binary_crossentropy", optimizer="adam", metrics=["accuracy"])
model.fit(x_train, y_train, epochs=10, validation_data=(x_train, y_train), verbose=0)
