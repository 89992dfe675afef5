# expect: passed
# because: functional, one-hot labels, no pooling between but padding kept
import keras
from keras.layers import Conv2D, Dense, GlobalMaxPooling2D, MaxPooling2D
from keras.utils import to_categorical

picture = keras.Input((12, 12, 1))
x = Conv2D(8, 3, padding="same", activation="relu")(picture)
x = MaxPooling2D()(x)
x = Conv2D(18, 3, activation="relu")(x)
x = GlobalMaxPooling2D()(x)
model = keras.Model(picture, Dense(10, activation="softmax")(x))
model.compile(loss="categorical_crossentropy", optimizer=keras.optimizers.Adam(0.01), metrics=["accuracy"])
model.fit(moved, to_categorical(labels), epochs=25, verbose=0)
