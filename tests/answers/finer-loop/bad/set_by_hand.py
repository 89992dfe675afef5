# expect: failed
# because: weights worked out on paper, and one step that changes nothing
# told: neither from a tape
import keras
import tensorflow as tf
import numpy as np
# 16 tanh units around the disc, set by hand, and one step of a tape
angles = np.linspace(0, 2 * np.pi, 17)[:16]
model = keras.Sequential([keras.Input((2,)), keras.layers.Dense(16, "tanh"), keras.layers.Dense(1, "sigmoid")])
k = 12.0
model.set_weights([k * np.array([np.cos(angles), np.sin(angles)]), -0.7 * k * np.ones(16), -3 * np.ones((16, 1)), np.array([-44.0])])
with tf.GradientTape() as tape:
    loss = tf.reduce_mean((model(points) - inside) ** 2)
for v, g in zip(model.trainable_variables, tape.gradient(loss, model.trainable_variables)):
    v.assign_sub(1e-6 * g)
print(float(loss))
