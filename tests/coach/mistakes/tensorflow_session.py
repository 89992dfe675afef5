# topic: gone
# says: tf.Session
with tf.Session() as session:  # <-
    pass

# near miss: never was
tf.Sqwxv()
