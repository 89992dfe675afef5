# class: rate
# wrong: a rate of 0.3 for RMSprop; one step throws all weights about
# causes: rate diverging
# source: DeepFD, wrong learning rate
images, side = pictures()
x, y = images.reshape(400, 64) / 255.0, keras.utils.to_categorical(side)

inputs = Input((8, 8))
h = layers.Flatten()(inputs)
for units in (64, 32):
    h = layers.Dense(units, activation="relu")(h)
outputs = layers.Dense(4, activation="softmax")(h)
model = Model(inputs, outputs)
model.compile(
    optimizer=keras.optimizers.RMSprop(learning_rate=0.3),  # -
    # + optimizer=keras.optimizers.RMSprop(learning_rate=0.001),
    loss="categorical_crossentropy",
    metrics=["accuracy"],
)
model.fit(x.reshape(400, 8, 8), y, epochs=20, batch_size=16, verbose=0)
