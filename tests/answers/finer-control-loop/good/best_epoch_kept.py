# expect: passed
# because: the epoch that does best on held is put back, and fit trains another model to compare with
import keras
import tensorflow as tf
from keras import Sequential, Input
from keras.layers import Dense
def network():
    return Sequential([Input((2,)), Dense(16, activation="tanh"), Dense(1, activation="sigmoid")])
other = network()
other.compile(loss="binary_crossentropy", optimizer=keras.optimizers.Adam(0.02), metrics=["accuracy"])
history = other.fit(points, inside, epochs=2, verbose=0)
print(history.history["accuracy"][-1])
model = network()
opt = keras.optimizers.RMSprop(0.01)
best, kept, val_accuracy = 0.0, None, []
@tf.function
def step(x, y):
    with tf.GradientTape() as t:
        loss = tf.reduce_mean((model(x) - y) ** 2)
    opt.apply_gradients(zip(t.gradient(loss, model.trainable_variables), model.trainable_variables))
    return loss
for epoch in range(40):
    losses = [float(step(points[i:i + 32], inside[i:i + 32])) for i in range(0, 1280, 32)]
    val_accuracy.append(float(((model.predict(held, verbose=0) > 0.5) == held_inside).mean()))
    if val_accuracy[-1] > best:
        best, kept = val_accuracy[-1], model.get_weights()
model.set_weights(kept)
