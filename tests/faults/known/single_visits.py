# class: prediction
# wrong: the trained model is called with training=True for one row at a time, so batch normalization uses that row's own mean and gives the same for all
# causes: prediction batch
# source: StackOverflow: model(x) with training=True at inference, BatchNormalization gives different answers
keras.utils.set_random_seed(55)
rng = np.random.default_rng(55)
x = rng.normal(0, 1, (900, 6)).astype("float32")
kind = (x[:, 0] > 0).astype(int) + 2 * (x[:, 1] + x[:, 2] > 0).astype(int)
inputs = Input((6,))
h = layers.Dense(24)(inputs)
h = layers.BatchNormalization()(h)
h = layers.ReLU()(h)
outputs = layers.Dense(4, activation="softmax")(h)
model = Model(inputs, outputs)
model.compile(optimizer=keras.optimizers.Adam(1e-2), loss="sparse_categorical_crossentropy", metrics=["accuracy"])
history = model.fit(x[:700], kind[:700], epochs=25, batch_size=32, validation_data=(x[700:], kind[700:]), verbose=0)
served = []
for row in x[700:]:
    served.append(int(np.argmax(model(row[None], training=True))))  # -
    # + served.append(int(np.argmax(model(row[None], training=False))))
served = np.array(served)
