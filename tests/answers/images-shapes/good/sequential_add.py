# expect: passed
# because: one add after another, with the older way to give the shape
from tensorflow.keras import Sequential
from tensorflow.keras.layers import Conv2D, Dense, Flatten, MaxPooling2D

model = Sequential()
model.add(Conv2D(6, (5, 5), input_shape=(12, 12, 3)))
model.add(MaxPooling2D(pool_size=(2, 2), strides=2))
model.add(Conv2D(4, (3, 3), padding="same"))
model.add(Flatten())
model.add(Dense(10))
model.summary()
