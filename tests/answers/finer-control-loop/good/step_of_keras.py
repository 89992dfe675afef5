# expect: passed
# because: the step is Keras's own train_step, as a graph
import keras
import tensorflow as tf
model = keras.Sequential([keras.Input((2,)), keras.layers.Dense(16, "tanh"), keras.layers.Dense(1, "sigmoid")])
model.compile(loss="binary_crossentropy", optimizer=keras.optimizers.Adam(0.02))
val_accuracy = []
step = tf.function(model.train_step)
for epoch in range(20):
    for i in range(0, 1280, 64):
        step((tf.constant(points[i:i + 64]), tf.constant(inside[i:i + 64])))
    val_accuracy.append(float(((model.predict(held, verbose=0) > 0.5) == held_inside).mean()))
