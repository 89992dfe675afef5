# class: evaluation
# wrong: (150, 1) compared with (150,) compares each prediction with every label
# causes: metric prediction
# source: StackOverflow, accuracy by hand differs from evaluate
rng = np.random.default_rng(110)
mails = rng.poisson(1.0, (750, 20)).astype("float32")
spam = (mails[:, :4].sum(axis=1) - mails[:, 4:8].sum(axis=1) + 0.3 > 0).astype("int32")

model = keras.Sequential([Input((20,)), layers.Dense(16, activation="relu"), layers.Dense(1, activation="sigmoid")])
model.compile(loss="binary_crossentropy", optimizer=keras.optimizers.Adam(0.005))
model.fit(mails[:600], spam[:600], epochs=20, batch_size=32, verbose=0)
y_pred = np.round(model.predict(mails[600:], verbose=0)).astype("int32")
# + y_pred = y_pred.ravel()
accuracy = (y_pred == spam[600:]).mean()
