# expect: failed
# because: the loss is computed before the tape records, so there are no gradients
# told: gradient
import keras
import tensorflow as tf

model = keras.Sequential([keras.Input((2,)), keras.layers.Dense(16, "tanh"), keras.layers.Dense(1, "sigmoid")])
optimizer = keras.optimizers.Adam(0.02)
error = keras.losses.BinaryCrossentropy()
loss = error(inside, model(points))
with tf.GradientTape() as tape:
    pass
gradients = tape.gradient(loss, model.trainable_variables)
optimizer.apply_gradients(zip(gradients, model.trainable_variables))
