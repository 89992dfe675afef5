# expect: passed
# because: functional model, validation data of its own split
import keras
from keras.layers import Dense

inputs = keras.Input(shape=(64,))
hidden = Dense(24, activation="relu")(inputs)
model = keras.Model(inputs, Dense(1, activation="sigmoid")(hidden))
model.compile("rmsprop", "binary_crossentropy", metrics=["recall", "accuracy"])
model.optimizer.learning_rate = 0.01
model.fit(x[:1000], nine[:1000, None], validation_data=(x[1000:], nine[1000:, None]), epochs=30, verbose=0)
