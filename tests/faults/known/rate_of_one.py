# class: rate
# wrong: a rate of 1 with Adam
# causes: rate
# source: DeepFD, wrong learning rate
x, y = flowers()
a = Input((4,))
b = layers.Dense(32, activation="relu")(a)
b = layers.Dense(32, activation="relu")(b)
model = Model(a, layers.Dense(3, activation="softmax")(b))
opt = keras.optimizers.Adam(learning_rate=1.0)  # -
# + opt = keras.optimizers.Adam(learning_rate=0.01)
model.compile(opt, loss="sparse_categorical_crossentropy", metrics=["accuracy"])
model.fit(x, y, epochs=20, verbose=0)
