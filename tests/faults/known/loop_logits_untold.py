# class: loop
# wrong: the network gives logits, and the loss takes them for probabilities
# causes: activation
# source: UMLAUT, missing softmax before the loss
x, y = flowers()


class Flower(keras.Model):
    def __init__(self):
        super().__init__()
        self.a = layers.Dense(16, activation="relu")
        self.b = layers.Dense(3)

    def call(self, x):
        return self.b(self.a(x))


model = Flower()
rms = keras.optimizers.RMSprop(0.01)


@tf.function
def step(xs, ys):
    with tf.GradientTape() as tape:
        out = model(xs)
        loss = tf.reduce_mean(keras.losses.sparse_categorical_crossentropy(ys, out))  # -
        # + loss = tf.reduce_mean(keras.losses.sparse_categorical_crossentropy(ys, out, from_logits=True))
    rms.apply_gradients(zip(tape.gradient(loss, model.trainable_weights), model.trainable_weights))


for epoch in range(20):
    for xs, ys in tf.data.Dataset.from_tensor_slices((x, y)).shuffle(450, seed=epoch).batch(30):
        step(xs, ys)
