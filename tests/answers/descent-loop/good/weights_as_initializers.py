# expect: passed
# because: a function called minimize takes the steps, and the weights found are the model's first
import keras
import tensorflow as tf
w, b = tf.Variable(tf.zeros((2, 1))), tf.Variable(0.0)
x, y = tf.constant(points, "float32"), tf.constant(side[:, None], "float32")
@tf.function
def minimize():
    with tf.GradientTape() as tape:
        loss = tf.reduce_mean(tf.nn.sigmoid_cross_entropy_with_logits(y, x @ w + b))
    dw, db = tape.gradient(loss, [w, b])
    w.assign_sub(2.0 * dw)
    b.assign_sub(2.0 * db)
for _ in range(400):
    minimize()
class Line(keras.Model):
    def __init__(self):
        super().__init__()
        self.unit = keras.layers.Dense(1, activation=tf.nn.sigmoid, kernel_initializer=keras.initializers.Constant(w.numpy()), bias_initializer=keras.initializers.Constant(float(b)))
    def call(self, x):
        return self.unit(x)
model = Line()
model(x)
