# expect: failed
# because: the layers are there, and no fit
# told: Does training show it turned pictures
from keras.layers import GlobalMaxPooling2D, RandomRotation

model = Sequential([
    Input((12, 12, 1)), RandomRotation(60 / 360, fill_mode="constant"),
    Conv2D(48, 5, activation="relu"), GlobalMaxPooling2D(), Dense(3, activation="softmax"),
])
model.compile(loss="sparse_categorical_crossentropy", optimizer=Adam(0.005))
