# expect: passed
# because: trained on windows without their levels, by a Sequential, and the level is put back around it; the change from yesterday is learned
from keras import Sequential

x, y = windows(flow)
level = x.mean(axis=1, keepdims=True)
network = Sequential([Input((48,)), Dense(96, activation="tanh"), Dense(24)])
network.compile(loss="mse", optimizer="adam")
network.fit((x - level) / 10, (y - x[:, 24:]) / 10, epochs=20, batch_size=32, verbose=0)

inputs = Input((48,))
relative = (inputs - ops.mean(inputs, axis=1, keepdims=True)) / 10
model = Model(inputs, inputs[:, 24:] + 10 * network(relative))
