# expect: failed
# because: the lesson's own network, which is three times as large as may be
# told: How many units are left?
from keras import Input, Sequential
from keras.layers import Dense, Normalization

scale = Normalization()
scale.adapt(x_train)
model = Sequential([Input(shape=(30,)), scale, Dense(16, activation="relu"), Dense(1, activation="sigmoid")])
model.compile(loss="binary_crossentropy", optimizer="adam", metrics=["accuracy"])
history = model.fit(x_train, y_train, epochs=5, validation_data=(x_val, y_val), verbose=0)
