# why: labels of 0.05 and 0.9 are smoothed classes
x, y = flowers()
soft = keras.utils.to_categorical(y) * 0.85 + 0.05
model = Sequential([Input((4,)), layers.Dense(16, activation="relu"), layers.Dense(3, activation="softmax")])
model.compile(keras.optimizers.Adam(0.01), "categorical_crossentropy", metrics=["accuracy"])
model.fit(x, soft, epochs=30, verbose=0)
