# expect: failed
# because: the distance from the middle is built in, where a network should find it
# told: new points
import keras
import tensorflow as tf
from keras import ops
inputs = keras.Input((2,))
radius = ops.sum(ops.square(inputs), axis=1, keepdims=True)
model = keras.Model(inputs, keras.layers.Dense(1, activation="sigmoid")(radius))
opt = keras.optimizers.Adam(0.1)
for _ in range(300):
    with tf.GradientTape() as tape:
        loss = tf.reduce_mean((model(points) - inside) ** 2)
    opt.apply(tape.gradient(loss, model.trainable_variables), model.trainable_variables)
