# expect: failed
# because: more dropout, which does nothing here either
# told: by heart
model = Sequential([
    Input(shape=(12,)), Dense(256, activation="relu"), Dropout(0.95),
    Dense(256, activation="relu"), Dropout(0.95), Dense(1, activation="sigmoid"),
])
optimizer, error = Adam(0.001), keras.losses.BinaryCrossentropy()


@tf.function
def train_step(x, y):
    with tf.GradientTape() as tape:
        loss = error(y, model(x))
    weights = model.trainable_variables
    optimizer.apply(tape.gradient(loss, weights), weights)


rng = np.random.default_rng(6)
for epoch in range(40):
    order = rng.permutation(len(cups))
    for start in range(0, len(cups), 32):
        rows = order[start:start + 32]
        train_step(cups[rows], liked[rows])
