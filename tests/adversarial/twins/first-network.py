import keras

model = keras.Sequential([
    keras.Input((10,)),
    keras.layers.Dense(5, activation="relu"),
    keras.layers.Dense(2, activation="softmax"),
])
