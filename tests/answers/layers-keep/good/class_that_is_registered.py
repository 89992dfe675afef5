# expect: passed
# because: a layer class that Keras knows by its name
@keras.saving.register_keras_serializable()
class Centre(keras.layers.Layer):
    def call(self, x):
        return x - keras.ops.mean(x, axis=(1, 2), keepdims=True)


model = Sequential([
    Input(shape=(8, 8, 1)), Centre(), Flatten(), Dense(32, activation="relu"), Dense(10, activation="softmax")
])
model.compile(
    loss="sparse_categorical_crossentropy", optimizer=keras.optimizers.Adam(0.01), metrics=["accuracy"]
)
model.fit(photos, labels, epochs=20, batch_size=32, verbose=0)
