# expect: failed
# because: one model is trained, and another one handed in
# told: Another model was trained
import keras
from keras import Input, Sequential
from keras.layers import Dense, Normalization

scale = Normalization()
scale.adapt(x_train)


def network():
    return Sequential([Input(shape=(30,)), scale, Dense(4, activation="relu"), Dense(1, activation="sigmoid")])


trained, model = network(), network()
trained.compile(loss="binary_crossentropy", optimizer="adam")
trained.fit(x_train, y_train, epochs=30, validation_data=(x_val, y_val), verbose=0)
