# expect: passed
# because: one flat list, the layers frozen one by one, and a loop with a tape
import keras
import tensorflow as tf
from keras.layers import Dense

*parts, last = network.layers
for layer in parts:
    layer.trainable = False
model = keras.Sequential([keras.Input(few_x.shape[1:]), *parts, Dense(3, activation="softmax")])
adam, error = keras.optimizers.Adam(0.01), keras.losses.SparseCategoricalCrossentropy()
names = {7: 0, 8: 1, 9: 2}
targets = np.array([names[digit] for digit in few_y])
for step in range(120):
    with tf.GradientTape() as tape:
        loss = error(targets, model(few_x, training=True))
    adam.apply(tape.gradient(loss, model.trainable_variables), model.trainable_variables)
