# expect: failed
# because: train_on_batch takes the steps within a tape
# told: five epochs or more
import keras
import tensorflow as tf
model = keras.Sequential([keras.Input((2,)), keras.layers.Dense(16, "tanh"), keras.layers.Dense(1, "sigmoid")])
model.compile(loss="binary_crossentropy", optimizer=keras.optimizers.Adam(0.02))
step = model.train_on_batch
for epoch in range(30):
    for i in range(0, 1280, 64):
        with tf.GradientTape() as tape:
            step(points[i:i + 64], inside[i:i + 64])
