# expect: failed
# because: the same shift for each picture
# told: The Lambda made them equal
from keras.layers import Rescaling

model = Sequential([
    Input(shape=(8, 8, 1)), Rescaling(0.25), Flatten(), Dense(32, activation="relu"), Dense(10, activation="softmax")
])
model.compile(
    loss="sparse_categorical_crossentropy", optimizer=keras.optimizers.Adam(0.01), metrics=["accuracy"]
)
model.fit(photos, labels, epochs=20, batch_size=32, verbose=0)
