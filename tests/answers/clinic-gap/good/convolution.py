# expect: passed
# because: a convolution in the place of the two units
# answer: underfitting
image = Input((8, 8, 1))
x = keras.layers.Conv2D(16, 3, activation="relu")(image)
model = keras.Model(image, Dense(10, activation="softmax")(Flatten()(x)))
model.compile(loss="sparse_categorical_crossentropy", optimizer="rmsprop", metrics=["accuracy"])
model.fit(pictures, digits, epochs=30, verbose=0)
