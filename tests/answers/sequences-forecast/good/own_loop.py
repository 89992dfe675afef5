# expect: passed
# because: a layer of its own class takes the level off, and a loop trains
import tensorflow as tf


@keras.saving.register_keras_serializable()
class Relative(keras.layers.Layer):
    def call(self, x):
        return x - ops.mean(x, axis=1, keepdims=True)


inputs = Input((48,))
relative = Relative()(inputs)
h = Dense(64, activation="relu")(relative / 10)
model = Model(inputs, Dense(24)(h) * 10 + (inputs - relative)[:, :24])
adam = keras.optimizers.Adam(0.001)
x, y = (tf.constant(part, tf.float32) for part in windows(flow))


@tf.function
def step(a, b):
    with tf.GradientTape() as tape:
        loss = ops.mean(ops.abs(model(a, training=True) - b))
    adam.apply_gradients(zip(tape.gradient(loss, model.trainable_variables), model.trainable_variables))


for _ in range(20):
    order = np.random.permutation(len(x))
    for at in range(0, len(x), 32):
        rows = tf.constant(order[at:at + 32])
        step(tf.gather(x, rows), tf.gather(y, rows))
