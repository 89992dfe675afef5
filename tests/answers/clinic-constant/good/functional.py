# expect: passed
# because: functional, tanh, mse on a sigmoid
# answer: one softmax unit
points = Input((2,))
x = Dense(24, activation="tanh")(points)
model = keras.Model(points, Dense(1, activation="sigmoid")(x))
model.compile(loss="mse", optimizer=keras.optimizers.RMSprop(0.02))
model.fit(ring, inside, epochs=40, batch_size=50, verbose=0)
