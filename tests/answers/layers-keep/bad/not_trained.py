# expect: failed
# because: built well, compiled, never fitted
# told: trained
photo = Input(shape=(8, 8, 1))
x = Flatten()(photo - keras.ops.mean(photo, axis=(1, 2), keepdims=True))
model = keras.Model(photo, Dense(10, activation="softmax")(x))
model.compile(loss="sparse_categorical_crossentropy", optimizer="adam")
