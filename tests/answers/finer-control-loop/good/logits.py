# expect: passed
# because: one output without activation, momentum by hand, and the tape under another name
import keras
import tensorflow as tf
tape_class = tf.GradientTape
model = keras.Sequential([keras.Input((2,)), keras.layers.Dense(32, activation="tanh"), keras.layers.Dense(1)])
speed = [tf.Variable(tf.zeros_like(v)) for v in model.trainable_variables]
error = keras.losses.BinaryCrossentropy(from_logits=True)
@tf.function
def step():
    with tape_class() as tape:
        loss = error(inside, model(points))
    for v, s, g in zip(model.trainable_variables, speed, tape.gradient(loss, model.trainable_variables)):
        s.assign(0.95 * s - 0.3 * g)
        v.assign(v + s)
    return loss
val_accuracy = []
for _ in range(600):
    step()
    val_accuracy.append(np.mean((np.array(model(held)) > 0) == held_inside))
