# expect: failed
# because: the head is worked out by NumPy from the body's numbers; another one is trained beside it, and counts nothing
# told: mixed up
own_body = Sequential(network.layers[:-1])
own_body.trainable = False
seen = np.column_stack([own_body.predict(few_x, verbose=0), np.ones(60)])
wanted = np.eye(3)[few_y - 7]
solved = np.linalg.solve(seen.T @ seen + np.eye(49), seen.T @ wanted).astype("float32")

inputs = Input((12, 12, 1))
numbers = own_body(inputs)
beside = Dense(3, activation="softmax")(numbers)
train(keras.Model(inputs, beside), few_x, few_y - 7, epochs=2, rate=0.01)
model = keras.Model(inputs, 1e-9 * beside + keras.ops.matmul(numbers, solved[:-1]) + solved[-1])
