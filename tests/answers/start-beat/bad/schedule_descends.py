# expect: failed
# because: whenever the optimizer asks the schedule for its rate, that takes a step of its own over all 442 patients: 420 epochs beside the thirty
# told: weights were set outside
import tensorflow as tf

x, y = tf.constant(inputs, "float32"), tf.constant(progression[:, None], "float32")
model = Sequential([
    Input(shape=(10,)),
    Dense(64, activation="relu"),
    Dense(1),
])
weights = [each.value for each in model.trainable_variables]
speeds = [tf.Variable(tf.zeros(w.shape)) for w in weights]


class Schedule(keras.optimizers.schedules.LearningRateSchedule):
    def __call__(self, step):
        w1, b1, w2, b2 = weights
        off = tf.reduce_mean(tf.abs(tf.nn.relu(x @ w1 + b1) @ w2 + b2 - y))
        for w, v, slope in zip(weights, speeds, tf.gradients(off, weights)):
            v.assign(0.9 * v + 0.1 * slope)
            w.assign_sub(0.05 * v / (tf.norm(v) / tf.sqrt(float(np.prod(v.shape))) + 1e-6))
        return tf.constant(0.001)


model.compile(optimizer=keras.optimizers.Adam(Schedule()), loss="mae")
history = model.fit(inputs, progression, epochs=30, batch_size=32, verbose=0)
model.compile(loss="mae")
