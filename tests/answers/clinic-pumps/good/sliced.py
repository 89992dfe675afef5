# expect: passed
# because: a functional network that takes four columns and passes three on
# answer: Leak
table = np.column_stack([load, heat, wear, visits])
inputs = Input(shape=(4,))
x = Dense(24, activation="tanh")(inputs[:, :3])
x = Dense(24, activation="tanh")(x)
model = keras.Model(inputs, Dense(1, activation="sigmoid")(x))
model.compile(loss="binary_crossentropy", optimizer=keras.optimizers.RMSprop(0.01))
model.fit(table, broke, epochs=40, verbose=0)
