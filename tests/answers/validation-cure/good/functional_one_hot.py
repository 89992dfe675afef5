# expect: passed
# because: functional, one-hot labels, dropout on the picture and after the layer
import keras
from keras.layers import Dense, Dropout, Flatten
from keras.utils import to_categorical

inputs = keras.Input((8, 8, 1))
hidden = Dropout(0.2)(Flatten()(inputs))
hidden = Dropout(0.5)(Dense(128, activation="relu")(hidden))
model = keras.Model(inputs, Dense(10, activation="softmax")(hidden))
model.compile(loss="categorical_crossentropy", optimizer=keras.optimizers.Adam(0.003), metrics=["accuracy"])
history = model.fit(
    x_train, to_categorical(y_train, 10), epochs=40, batch_size=32,
    validation_data=(x_val, to_categorical(y_val, 10)), verbose=0,
)
