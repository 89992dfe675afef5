# expect: failed
# because: lets the tape do it
# told: Your slopes are compared with the tape's
import tensorflow as tf

w = [tf.Variable(float(each)) for each in (w1, b1, w2, b2)]
with tf.GradientTape() as tape:
    loss_ = (w[2] * tf.tanh(w[0] * signal + w[1]) + w[3] - truth) ** 2
to_w1, to_b1, to_w2, to_b2 = (each.numpy() for each in tape.gradient(loss_, w))
