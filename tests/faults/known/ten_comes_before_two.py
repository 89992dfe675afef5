# class: labels
# wrong: files are read in the order of their names, 0, 1, 10, 100, and the labels come by number
# causes: labels order data
# source: Humbatova 2020, wrong labels
images, y = pictures()
folder = {f"bar_{number}.png": image for number, image in enumerate(images)}

names = sorted(folder)  # -
# + names = sorted(folder, key=lambda name: int(name[4:-4]))
x = np.stack([folder[name] for name in names]).astype("float32") / 255

model = keras.Sequential([
    keras.Input((8, 8)),
    layers.Reshape((8, 8, 1)),
    layers.Conv2D(8, 3, activation="relu"),
    layers.Flatten(),
    layers.Dense(32, activation="relu"),
    layers.Dense(4, activation="softmax"),
])
model.compile(keras.optimizers.Adam(0.003), "sparse_categorical_crossentropy", metrics=["accuracy"])
model.fit(x, y, epochs=15, batch_size=16, verbose=0)
