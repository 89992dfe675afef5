# class: size
# wrong: weights begin with a spread of 20
# causes: initial
# source: Humbatova 2020, wrong weights initialisation
x, y = pictures()
wide = keras.initializers.RandomNormal(stddev=20.0)  # -
# + wide = keras.initializers.GlorotNormal()
inp = Input((8, 8))
h = layers.Flatten()(layers.Rescaling(1 / 255)(inp))
h = layers.Dense(64, activation="relu", kernel_initializer=wide)(h)
h = layers.Dense(64, activation="relu", kernel_initializer=wide)(h)
model = Model(inp, layers.Dense(4, activation="softmax", kernel_initializer=wide)(h))
model.compile("adam", "sparse_categorical_crossentropy", metrics=["accuracy"])
model.fit(x, y, epochs=20, verbose=0)
