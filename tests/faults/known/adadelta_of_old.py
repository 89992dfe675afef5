# class: rate
# wrong: Adadelta's rate, 1 where it was described, is 0.001 by default, and the network hardly moves
# causes: rate underfitting
# source: DeepFD, wrong learning rate
x, y = flowers(450, seed=11)
model = Sequential()
model.add(layers.Dense(16, activation="relu", input_dim=4))
model.add(layers.Dense(3, activation="softmax"))
model.compile(
    loss="categorical_crossentropy",
    optimizer=keras.optimizers.Adadelta(),  # -
    # + optimizer=keras.optimizers.Adadelta(learning_rate=1.0),
    metrics=["accuracy"],
)
model.fit(x, keras.utils.to_categorical(y), epochs=20, batch_size=32, verbose=0)
