# expect: failed
# because: the right idea, trained for far too short a time
# told: little longer
inputs = Input((48,))
level = ops.mean(inputs, axis=1, keepdims=True)
model = Model(inputs, level + 10 * Dense(24)((inputs - level) / 10))
model.compile(loss="mae", optimizer="adam")
model.fit(*windows(flow), epochs=2, batch_size=256, verbose=0)
