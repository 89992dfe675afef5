# class: loop
# wrong: bytes go into a loop of its own as they are
# causes: scale
# source: Humbatova 2020, missing preprocessing; UMLAUT
x, y = pictures()
x = x.astype("float32")  # -
# + x = x.astype("float32") / 255
inputs = Input((8, 8))
h = layers.Dense(32, activation="tanh")(layers.Flatten()(inputs))
model = Model(inputs, layers.Dense(4)(h))
entropy = keras.losses.SparseCategoricalCrossentropy(from_logits=True)
sgd = keras.optimizers.SGD(0.1)
data = tf.data.Dataset.from_tensor_slices((x, y)).shuffle(400, seed=1).batch(20)


@tf.function
def step(xs, ys):
    with tf.GradientTape() as tape:
        loss = entropy(ys, model(xs, training=True))
    sgd.apply_gradients(zip(tape.gradient(loss, model.trainable_variables), model.trainable_variables))
    return loss


for epoch in range(25):
    for xs, ys in data:
        step(xs, ys)
