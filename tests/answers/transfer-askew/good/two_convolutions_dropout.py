# expect: passed
# because: a little more than 60 degrees, two convolutions, Dropout and one-hot labels
from keras.layers import Dropout, GlobalMaxPooling2D, RandomRotation

model = Sequential([
    Input((12, 12, 1)),
    RandomRotation(0.19, fill_mode="constant", interpolation="nearest"),
    Conv2D(24, 3, activation="relu"),
    Conv2D(40, 3, activation="relu"),
    GlobalMaxPooling2D(),
    Dropout(0.1),
    Dense(3, activation="softmax"),
])
model.compile(loss="categorical_crossentropy", optimizer=Adam(0.004))
model.fit(few_x, np.eye(3)[few_y - 7], epochs=160, batch_size=20, verbose=0)
