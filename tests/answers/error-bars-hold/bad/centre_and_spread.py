# expect: failed
# because: the network of the lesson, handed in: a centre and a spread, and no ends
# told: Which of them comes first
def gaussian(y_true, y_pred):
    centre, spread = y_pred[:, :1], y_pred[:, 1:]
    miss = (y_true - centre) / spread
    return ops.mean(ops.log(spread) + ops.square(miss) / 2, axis=-1)


inputs, x = body()
centre = Dense(1)(x)
spread = Dense(1, activation="exponential")(x)
network = Model(inputs, Concatenate()([centre, spread]))
train(network, gaussian)
model = network
