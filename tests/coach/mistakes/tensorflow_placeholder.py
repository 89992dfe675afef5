# topic: gone
# says: tf.placeholder
# says: Input(
x = tf.placeholder("float32", (None, 3))  # <-

# near miss: never was
x = tf.qwxv("float32", (None, 3))
