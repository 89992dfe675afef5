# expect: failed
# because: gradients are computed and nobody applies them
# told: it was never trained
import keras
import tensorflow as tf

model = keras.Sequential([keras.Input((2,)), keras.layers.Dense(16, "tanh"), keras.layers.Dense(1, "sigmoid")])
error = keras.losses.BinaryCrossentropy()
for epoch in range(20):
    with tf.GradientTape() as tape:
        loss = error(inside, model(points))
    gradients = tape.gradient(loss, model.trainable_variables)
