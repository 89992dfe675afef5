# class: size
# wrong: the layers are frozen after the new head was added, so the head is frozen with them
# causes: frozen standing
# source: Humbatova 2020, frozen layers
x, y = flowers(300, seed=15)
base = keras.Sequential([Input((4,)), layers.Dense(24, activation="relu", name="from_elsewhere")])
model = keras.Sequential(base.layers)
model.add(layers.Dense(12, activation="relu"))
model.add(layers.Dense(3, activation="softmax"))
for layer in model.layers:  # -
# + for layer in model.layers[:1]:
    layer.trainable = False
model.compile(optimizer=keras.optimizers.Adam(0.01), loss="sparse_categorical_crossentropy", metrics=["accuracy"])
model.fit(x, y, epochs=15, validation_split=0.1, verbose=0)
