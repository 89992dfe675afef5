# expect: failed
# because: three epochs, and sixteen numbers, of which all but the last are written within the loop over batches
# told: measured after the loop over batches
import keras
import tensorflow as tf
model = keras.Sequential([keras.Input((2,)), keras.layers.Dense(64, "relu"), keras.layers.Dense(1, "sigmoid")])
optimizer = keras.optimizers.Adam(0.01)
error = keras.losses.BinaryCrossentropy()
val_accuracy = []
@tf.function
def train_step(x, y):
    with tf.GradientTape() as tape:
        loss = error(y, model(x, training=True))
    optimizer.apply(tape.gradient(loss, model.trainable_variables), model.trainable_variables)
    return loss
for epoch in range(3):
    for number, start in enumerate(range(0, len(points), 4)):
        train_step(points[start:start + 4], inside[start:start + 4])
        if number % 60 == 0 and len(val_accuracy) < 15:
            val_accuracy.append(float(((model.predict(held, verbose=0) > 0.5) == held_inside).mean()))
val_accuracy.append(float(((model.predict(held, verbose=0) > 0.5) == held_inside).mean()))
