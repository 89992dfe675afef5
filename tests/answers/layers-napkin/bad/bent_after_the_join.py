# expect: failed
# because: relu stands after the join
# told: one path after relu and the other after tanh
import keras
from keras import Input
from keras.layers import Activation, Add, BatchNormalization, Dense, Dropout, Flatten

picture = Input(shape=(8, 8, 1))
pixels = Flatten()(picture)
x = Add()([Dense(16)(pixels), Dense(16, activation="tanh")(pixels)])
x = Activation("relu")(x)
x = BatchNormalization()(x)
x = Dropout(0.3)(x)
outcome = Dense(10, activation="softmax")(x)

model = keras.Model(picture, outcome)
