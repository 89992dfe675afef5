# expect: passed
# because: TensorFlow's operations
import tensorflow as tf

batch = tf.stack([tf.cast(temple, tf.float32), tf.cast(flower, tf.float32)]) / 255
grey = tf.reduce_mean(batch, axis=3, keepdims=True)
single = tf.expand_dims(batch[1], 0)

brightest = np.max(batch)
grey_corner = np.ravel(grey)[0]
single_corner = np.ravel(single)[0]
for each in (batch, grey, single):
    print(each.shape, each.dtype)
