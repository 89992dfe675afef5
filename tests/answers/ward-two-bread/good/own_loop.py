# expect: passed
# because: a loop with a tape, and the labels in a column
model = Sequential([Input(shape=(3,)), Dense(32, activation="relu"), Dense(1)])
optimizer = Adam(0.01)
x, y = days.astype("float32"), asked.reshape(-1, 1).astype("float32")


@tf.function
def step(a, b):
    with tf.GradientTape() as tape:
        short = b - model(a, training=True)
        loss = tf.reduce_mean(tf.maximum(0.9 * short, -0.1 * short))
    weights = model.trainable_variables
    optimizer.apply(tape.gradient(loss, weights), weights)


for epoch in range(30):
    order = np.random.permutation(len(x))
    for start in range(0, len(x), 32):
        rows = order[start:start + 32]
        step(x[rows], y[rows])
