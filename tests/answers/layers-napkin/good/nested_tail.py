# expect: passed
# because: what follows the join is a Sequential model, and tanh comes first
import keras
from keras import Input
from keras.layers import BatchNormalization, Dense, Dropout, Flatten, Multiply

picture = Input(shape=(8, 8, 1))
pixels = Flatten()(picture)
from keras import ops

squeezed = Dense(16, activation=ops.tanh)(pixels)
cut = ops.relu(Dense(16)(pixels))
head = keras.Sequential([BatchNormalization(), Dropout(0.3), Dense(10, activation="softmax")])
model = keras.Model(picture, head(Multiply()([squeezed, cut])))
