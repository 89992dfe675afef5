# class: data
# wrong: divided by 255 twice before it goes in
# causes: scale
# source: Humbatova 2020, wrong preprocessing
x, y = pictures()
x = x.astype("float32") / 255
x = x / 255  # -
# + x = x / 1
net = Sequential([layers.Flatten(), layers.Dense(24, activation="relu"), layers.Dense(4)])
net.compile("adam", keras.losses.SparseCategoricalCrossentropy(from_logits=True), metrics=["accuracy"])
net.fit(x, y, epochs=20, verbose=0)
model = net
