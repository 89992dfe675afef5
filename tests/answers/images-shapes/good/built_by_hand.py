# expect: passed
# because: built for a shape instead of Input, frozen, with pooling that overlaps
from keras import Sequential, layers

model = Sequential([
    layers.Conv2D(6, (5, 5), padding="valid", activation="tanh"),
    layers.MaxPooling2D(3, strides=2, padding="same"),
    layers.Conv2D(4, 3, padding="SAME"),
    layers.Flatten(),
    layers.Dense(10),
])
model.build((None, 12, 12, 3))
model.trainable = False
