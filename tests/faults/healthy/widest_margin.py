# why: labels of -1 and 1, no activation at the end, and a hinge: a support vector machine, right beyond 1 or -1
x, y = flowers(600, 113)
keep = y != 0
x, y = x[keep], np.where(y[keep] == 2, 1.0, -1.0)
model = Sequential([Input((4,)), layers.Dense(1, kernel_regularizer=keras.regularizers.L2(0.005))])
model.compile(keras.optimizers.SGD(0.05), "hinge")
model.fit(x[:300], y[:300], batch_size=20, epochs=25, validation_data=(x[300:], y[300:]), verbose=0)
