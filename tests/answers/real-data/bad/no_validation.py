# expect: failed
# because: it learns well, and nobody could have seen it overfit
# told: Give fit the argument validation_data
from keras import Input, Sequential
from keras.layers import Dense, Normalization

scale = Normalization()
scale.adapt(x_train)
model = Sequential([Input(shape=(30,)), scale, Dense(4, activation="relu"), Dense(1, activation="sigmoid")])
model.compile(loss="binary_crossentropy", optimizer="adam", metrics=["accuracy"])
model.fit(x_train, y_train, epochs=10, verbose=0)
