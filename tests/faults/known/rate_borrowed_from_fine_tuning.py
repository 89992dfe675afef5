# class: rate
# wrong: 1e-5 is for a network that has learnt already; this one begins from nothing
# causes: rate underfitting
# source: DeepFD, wrong learning rate
images, side = pictures()


def build():
    image = Input((8, 8))
    h = layers.Reshape((8, 8, 1))(layers.Rescaling(1 / 255)(image))
    h = layers.Conv2D(8, 3, activation="relu")(h)
    h = layers.Flatten()(h)
    h = layers.Dense(32, activation="relu")(h)
    return Model(image, layers.Dense(4)(h))


model = build()
model.compile(
    optimizer=keras.optimizers.Adam(1e-5),  # -
    # + optimizer=keras.optimizers.Adam(1e-3),
    loss=keras.losses.SparseCategoricalCrossentropy(from_logits=True),
    metrics=["accuracy"],
)
model.fit(images[:300], side[:300], epochs=15, batch_size=8, validation_data=(images[300:], side[300:]), verbose=0)
