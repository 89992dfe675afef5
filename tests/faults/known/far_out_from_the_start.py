# class: size
# wrong: initial weights of spread 8 put all tanh units at their ends
# causes: initial activation
# source: Humbatova 2020, wrong weights initialisation
x, y = pictures(320, seed=16)
x = scaled(x.reshape(len(x), -1).astype("float32"))
start = keras.initializers.RandomNormal(stddev=8.0)  # -
# + start = keras.initializers.RandomNormal(stddev=0.1)
model = Sequential([Input((64,))])
for _ in range(3):
    model.add(layers.Dense(32, activation="tanh", kernel_initializer=start))
model.add(layers.Dense(4, activation="softmax"))
model.compile("adam", "sparse_categorical_crossentropy", metrics=["accuracy"])
model.fit(x, y, epochs=25, validation_split=0.25, verbose=0)
