# expect: failed
# because: a Lambda, and the warning switched off
# told: That allows loading in your own program only
from keras.layers import Lambda

keras.config.enable_unsafe_deserialization()
model = Sequential([
    Input(shape=(8, 8, 1)), Lambda(lambda x: x - keras.ops.mean(x, (1, 2), keepdims=True)), Flatten(), Dense(32, activation="relu"), Dense(10, activation="softmax")
])
model.compile(
    loss="sparse_categorical_crossentropy", optimizer=keras.optimizers.Adam(0.01), metrics=["accuracy"]
)
model.fit(photos, labels, epochs=20, batch_size=32, verbose=0)
