# class: batch
# wrong: steps_per_epoch is 1, and ten epochs are ten batches in all
# causes: underfitting overfitting batch
# source: StackOverflow, steps_per_epoch with a dataset that repeats
x, y = points(800, seed=47)
batches = tf.data.Dataset.from_tensor_slices((x[:600], y[:600])).shuffle(600).repeat().batch(20)
test = tf.data.Dataset.from_tensor_slices((x[600:], y[600:])).batch(100)
model = Sequential([Input((2,)), layers.Dense(32, activation="relu"), layers.Dense(32, activation="relu"), layers.Dense(1, activation="sigmoid")])
model.compile(keras.optimizers.Adam(0.005), "binary_crossentropy", metrics=["accuracy"])
steps = 1  # -
# + steps = 600 // 20
model.fit(batches, steps_per_epoch=steps, epochs=10, validation_data=test, verbose=0)
