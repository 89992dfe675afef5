# expect: passed
# because: functional, with activations
import keras
from keras.layers import Conv2D, Dense, Flatten, MaxPooling2D

pictures = keras.Input((12, 12, 3))
x = Conv2D(filters=6, kernel_size=(5, 5), activation="relu")(pictures)
x = MaxPooling2D()(x)
x = Conv2D(filters=4, kernel_size=(3, 3), padding="same", activation="relu")(x)
x = Flatten()(x)
model = keras.Model(pictures, Dense(10, activation="softmax")(x))
