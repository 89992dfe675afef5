# expect: passed
# because: the layer gets its numbers by itself
unit = Dense(1, activation="sigmoid")
model = Sequential([Input(shape=(2,)), unit])
unit.kernel.assign([[-1.0], [2.0]])
unit.bias.assign([-1.0])
