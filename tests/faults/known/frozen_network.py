# class: size
# wrong: all layers that see the inputs are frozen
# causes: frozen
# source: Humbatova 2020, frozen layers
x, y = flowers()
body = Sequential([Input((4,)), layers.Dense(2, activation="relu"), layers.Dense(2, activation="relu")])
body.trainable = False  # -
# + body.trainable = True
model = Sequential([body, layers.Dense(3, activation="softmax")])
model.compile(keras.optimizers.Adam(0.01), "sparse_categorical_crossentropy", metrics=["accuracy"])
model.fit(x, y, epochs=25, verbose=0)
