# class: regularization
# wrong: the constraint keeps the weights of each unit at a length of 0.02
# causes: regularizer underfitting
# source: Kaggle, max_norm of a copied model
leash = keras.constraints.MaxNorm(0.02)  # -
# + leash = keras.constraints.MaxNorm(4.0)
x, y = points(600, seed=41)
net = Sequential([
    Input((2,)),
    layers.Dense(32, activation="relu", kernel_constraint=leash),
    layers.Dense(32, activation="relu", kernel_constraint=leash),
    layers.Dense(2, activation="softmax", kernel_constraint=leash),
])
net.compile(keras.optimizers.Adam(0.01), "sparse_categorical_crossentropy", metrics=["accuracy"])
net.fit(x[:450], y[:450], epochs=40, verbose=0)
score = net.evaluate(x[450:], y[450:], verbose=0)[1]
