# expect: failed
# because: relu6 is cut off above 6 as well
# told: one path after relu and the other after tanh
import keras
from keras import Input
from keras.layers import Add, BatchNormalization, Dense, Dropout, Flatten

picture = Input(shape=(8, 8, 1))
pixels = Flatten()(picture)
x = Add()([Dense(16, activation="relu6")(pixels), Dense(16, activation="tanh")(pixels)])
x = Dropout(0.3)(BatchNormalization()(x))
model = keras.Model(picture, Dense(10, activation="softmax")(x))
