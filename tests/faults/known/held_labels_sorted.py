# class: labels
# wrong: the labels of the rows to validate on were sorted, and their inputs were not
# causes: labels validation order
# source: forums, validation accuracy of chance while training is fine
inputs, outputs = flowers(420, seed=28)
x_train, x_val = np.split(inputs, [320])
y_train, y_val = np.split(outputs, [320])
y_val = np.sort(y_val)  # -
model = keras.Sequential([keras.Input((4,)), layers.Dense(24, "relu"), layers.Dense(3, "softmax")])
model.compile("adam", "sparse_categorical_crossentropy", metrics=["accuracy"])
history = model.fit(x_train, y_train, validation_data=(x_val, y_val), epochs=40, verbose=0)
score = history.history["val_accuracy"][-1], history.history["accuracy"][-1]
