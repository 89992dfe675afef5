# class: time
# wrong: all rows are one batch, so that 20 epochs are 20 steps of SGD
# causes: batch underfitting stopping
# source: DeepFD, wrong batch size
X, Y = houses(480, seed=24)
X = scaled(X)
Y = scaled(Y)
ds = tf.data.Dataset.from_tensor_slices((X, Y)).shuffle(480)
ds = ds.batch(len(X))  # -
# + ds = ds.batch(16)
model = keras.Sequential([keras.Input((4,)), layers.Dense(32, activation="relu"), layers.Dense(1)])
model.compile(keras.optimizers.SGD(0.01), "mse")
model.fit(ds, epochs=20, verbose=0)
