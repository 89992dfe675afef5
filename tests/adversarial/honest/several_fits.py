# expect: passed
import keras

model = keras.Sequential([
    keras.Input((3,)),
    keras.layers.Dense(20, activation="relu"),
    keras.layers.Dense(20, activation="relu"),
    keras.layers.Dense(2, activation="softmax"),
])
for rate, epochs in ((0.01, 12), (0.003, 6), (0.001, 4)):
    model.compile("adam", "sparse_categorical_crossentropy", metrics=["accuracy"])
    model.optimizer.learning_rate = rate
    model.fit(data, labels, epochs=epochs, verbose=0)
