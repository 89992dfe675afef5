# class: data
# wrong: whole numbers are divided by 255 with //, which leaves only zeros
# causes: scale data
# source: Humbatova 2020, wrong preprocessing
x, y = pictures(360, seed=44)
x = x.reshape((-1, 8, 8, 1))
x = x // 255  # -
# + x = x / 255
model = Sequential()
model.add(layers.Conv2D(8, kernel_size=(3, 3), activation="relu", input_shape=(8, 8, 1)))
model.add(layers.Flatten())
model.add(layers.Dense(32, activation="relu"))
model.add(layers.Dense(4, activation="softmax"))
model.compile(loss="categorical_crossentropy", optimizer=keras.optimizers.Adam(0.003), metrics=["accuracy"])
model.fit(x, keras.utils.to_categorical(y), batch_size=32, epochs=20, verbose=0)
