# expect: passed
# because: add() with BatchNormalization, and outputs without softmax
import keras
from keras.layers import BatchNormalization, Conv2D, Dense, GlobalMaxPooling2D, MaxPooling2D, ReLU

model = keras.Sequential()
model.add(keras.Input((12, 12, 1)))
model.add(Conv2D(8, 3))
model.add(BatchNormalization())
model.add(ReLU())
model.add(MaxPooling2D(2))
model.add(Conv2D(16, 3, activation="relu"))
model.add(GlobalMaxPooling2D())
model.add(Dense(10))
model.compile(
    loss=keras.losses.SparseCategoricalCrossentropy(from_logits=True), optimizer=keras.optimizers.Adam(0.003)
)
model.fit(moved, labels, epochs=40, verbose=0)
