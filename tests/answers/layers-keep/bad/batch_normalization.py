# expect: failed
# because: means over the batch, pixel by pixel
# told: The Lambda made them equal
from keras.layers import BatchNormalization

model = Sequential([
    Input(shape=(8, 8, 1)), BatchNormalization(), Flatten(), Dense(32, activation="relu"), Dense(10, activation="softmax")
])
model.compile(
    loss="sparse_categorical_crossentropy", optimizer=keras.optimizers.Adam(0.01), metrics=["accuracy"]
)
model.fit(photos, labels, epochs=20, batch_size=32, verbose=0)
