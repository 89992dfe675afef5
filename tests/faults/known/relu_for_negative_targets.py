# class: output
# wrong: a relu at the end of a regression whose targets are negative for half of the rows
# causes: activation
# source: DeepFD, wrong activation for regression
x, y = houses()
inp = Input((4,))
h = layers.Dense(32)(inp)
h = layers.LeakyReLU()(h)
out = layers.ReLU()(layers.Dense(1)(h))  # -
# + out = layers.Identity()(layers.Dense(1)(h))
model = Model(inp, out)
model.compile("adam", "mae")
model.fit(scaled(x), scaled(y), epochs=40, verbose=0)
