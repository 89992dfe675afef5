# class: size
# wrong: a penalty of 0.5 on the weights' absolute values leaves no weight
# causes: regularizer
# source: Humbatova 2020, wrong regularisation
x, y = pictures(300, seed=18)
x = np.expand_dims(x, -1).astype("float32") / 255
hold = keras.regularizers.L1(0.5)  # -
# + hold = keras.regularizers.L1(0.0001)
model = keras.Sequential(
    [
        Input((8, 8, 1)),
        layers.Conv2D(8, (3, 3), activation="relu", kernel_regularizer=hold),
        layers.Flatten(),
        layers.Dense(4, activation="softmax", kernel_regularizer=hold),
    ]
)
model.compile(optimizer=keras.optimizers.Adam(0.003), loss="sparse_categorical_crossentropy", metrics=["accuracy"])
model.fit(x, y, epochs=25, verbose=0)
