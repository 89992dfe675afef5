# class: time
# wrong: a loop of one's own with SGD at 0.001 takes thirty steps in all
# causes: rate underfitting
# source: course questions, own loop that learns nothing
x, y = flowers(320, seed=33)
student = Sequential([Input((4,)), layers.Dense(16, activation="tanh"), layers.Dense(3, activation="softmax")])
sgd = keras.optimizers.SGD(0.001)  # -
# + sgd = keras.optimizers.SGD(0.5, momentum=0.9)
xent = keras.losses.SparseCategoricalCrossentropy()


@tf.function
def update(images, labels):
    with tf.GradientTape() as tape:
        cost = xent(labels, student(images, training=True))
    grads = tape.gradient(cost, student.trainable_weights)
    sgd.apply_gradients(zip(grads, student.trainable_weights))
    return cost


costs = []
for epoch in range(3):
    for start in range(0, 320, 32):
        costs.append(float(update(tf.constant(x[start : start + 32]), tf.constant(y[start : start + 32]))))
score = float(np.mean(np.argmax(student(x), 1) == y))
