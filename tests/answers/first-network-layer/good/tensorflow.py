# expect: passed
# because: TensorFlow transposes inside the product
import tensorflow as tf

hidden = tf.nn.relu(tf.matmul(patients, w1) + b1)
outputs = tf.nn.bias_add(tf.matmul(hidden, w2, transpose_b=True), b2)
