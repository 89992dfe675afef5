# class: size
# wrong: pooling over the whole picture forgets at which side the bar is
# causes: size
# source: Humbatova 2020, wrong amount and type of pooling
x, y = pictures()
model = Sequential([Input((8, 8, 1)), layers.Rescaling(1 / 255), layers.Conv2D(2, 3, activation="relu", padding="same")])
model.add(layers.GlobalAveragePooling2D())  # -
# + model.add(layers.Flatten())
model.add(layers.Dense(4, activation="softmax"))
model.compile(keras.optimizers.Adam(0.01), "sparse_categorical_crossentropy", metrics=["accuracy"])
model.fit(x[..., None], y, epochs=25, verbose=0)
