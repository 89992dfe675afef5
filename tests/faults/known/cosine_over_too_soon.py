# class: rate
# wrong: decay_steps counts batches, and was given the number of epochs: the rate is 0 before the first is over
# causes: rate
# source: Humbatova 2020, wrong learning rate schedule
EPOCHS = 20
images, side = pictures()
x = images.astype("float32") / 255
steps = EPOCHS  # -
# + steps = EPOCHS * (len(x) // 16)
schedule = keras.optimizers.schedules.CosineDecay(0.003, decay_steps=steps)
model = Sequential([Input((8, 8)), layers.Flatten(), layers.Dense(64, activation="gelu"), layers.Dense(4, activation="softmax")])
model.compile(keras.optimizers.Adam(schedule), keras.losses.SparseCategoricalCrossentropy(), metrics=["accuracy"])
model.fit(x, side, epochs=EPOCHS, batch_size=16, verbose=0)
