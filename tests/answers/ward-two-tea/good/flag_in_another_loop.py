# expect: passed
# because: no tf.function, train_on_batch for each batch, RMSprop and half as many units
model = Sequential([
    Input(shape=(12,)), Dense(128, activation="relu"), Dropout(0.7),
    Dense(128, activation="relu"), Dropout(0.7), Dense(1, activation="sigmoid"),
])
model.compile(loss="binary_crossentropy", optimizer=keras.optimizers.RMSprop(0.001))
for epoch in range(40):
    order = np.random.permutation(len(cups))
    for start in range(0, len(cups), 32):
        model.train_on_batch(cups[order[start:start + 32]], liked[order[start:start + 32]])
