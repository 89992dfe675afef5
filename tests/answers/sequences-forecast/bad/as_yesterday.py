# expect: failed
# because: the baseline itself, handed over as a model
# told: trained
inputs = Input((48,))
model = Model(inputs, inputs[:, 24:])
