# class: loop
# wrong: the own loop takes gradients for the variables of the last layer only, the rest keeps its random start
# causes: loop frozen
# source: Stack Overflow questions on GradientTape (list of variables)
keras.utils.set_random_seed(70)


def antennas(n, seed):
    rng = np.random.default_rng(seed)
    x = rng.uniform(-1, 1, (n, 2))
    gain = np.sin(4 * x[:, :1]) * np.cos(4 * x[:, 1:])
    return x.astype("float32"), gain.astype("float32")


x, gain = antennas(1000, 0)
body = Sequential([Input((2,)), layers.Dense(12, activation="tanh"), layers.Dense(12, activation="tanh")])
head = layers.Dense(1)
inputs = Input((2,))
model = Model(inputs, head(body(inputs)))
optimizer = keras.optimizers.Adam(0.01)
mse = keras.losses.MeanSquaredError()
weights = head.trainable_variables  # -
# + weights = model.trainable_variables


@tf.function
def train_step(xb, yb):
    with tf.GradientTape() as tape:
        loss = mse(yb, model(xb, training=True))
    optimizer.apply_gradients(zip(tape.gradient(loss, weights), weights))
    return loss


data = tf.data.Dataset.from_tensor_slices((x, gain)).shuffle(1000).batch(32, drop_remainder=True)
for epoch in range(60):
    for xb, yb in data:
        loss = train_step(xb, yb)
