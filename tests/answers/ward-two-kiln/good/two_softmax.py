# expect: passed
# because: a deeper functional network of tanh with two softmax outputs
complete = np.isfinite(firings).all(axis=1)
table = np.column_stack([firings, cracked])[complete]
x, y = table[:, :3], table[:, 3].astype(int)
scale = Normalization()
scale.adapt(x)
inputs = Input((3,))
hidden = scale(inputs)
for _ in range(2):
    hidden = Dense(24, activation="tanh")(hidden)
model = Model(inputs, Dense(2, activation="softmax")(hidden))
model.compile(loss="sparse_categorical_crossentropy", optimizer=Adam(0.01))
model.fit(x, y, epochs=40, batch_size=16, verbose=0)
