# expect: failed
# because: Keras's SGD steps on variables of the learner's own
# told: Print the loss
import tensorflow as tf
from keras import Input, Sequential, Variable
from keras.layers import Dense
from keras.optimizers import SGD
w, b = Variable([[0.0], [0.0]]), Variable([0.0])
step = SGD(1.0)
p, s = points.astype("float32"), side.reshape(-1, 1).astype("float32")
for _ in range(500):
    with tf.GradientTape() as tape:
        loss = tf.reduce_mean(tf.nn.sigmoid_cross_entropy_with_logits(s, tf.matmul(p, w.value) + b.value))
    step.apply(tape.gradient(loss, [w.value, b.value]), [w, b])
model = Sequential([Input(shape=(2,)), Dense(1, activation="sigmoid")])
model.set_weights([np.array(w), np.array(b)])
