# why: eight layers, with a relu that lets gradients through
x, y = flowers()
a = h = Input((4,))
for _ in range(8):
    h = layers.LeakyReLU()(layers.Dense(16)(h))
model = Model(a, layers.Dense(3, activation="softmax")(h))
model.compile(keras.optimizers.Adam(0.003), "sparse_categorical_crossentropy", metrics=["accuracy"])
model.fit(x, y, epochs=25, verbose=0)
