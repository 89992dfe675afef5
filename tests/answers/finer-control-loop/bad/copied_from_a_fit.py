# expect: failed
# because: another model is fitted; this one gets its weights and takes one tiny step
# told: measured again each time
import keras
import tensorflow as tf
def network():
    return keras.Sequential([keras.Input((2,)), keras.layers.Dense(16, "tanh"), keras.layers.Dense(1, "sigmoid")])
other, model = network(), network()
other.compile(loss="binary_crossentropy", optimizer=keras.optimizers.Adam(0.02))
other.fit(points, inside, epochs=40, batch_size=64, verbose=0)
model.set_weights(other.get_weights())
with tf.GradientTape() as tape:
    loss = keras.losses.BinaryCrossentropy()(inside, model(points))
keras.optimizers.Adam(1e-4).apply(tape.gradient(loss, model.trainable_variables), model.trainable_variables)
