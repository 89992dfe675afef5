# topic: name
# says: 'rleu'
# says: 'relu'
layer = Dense(3, activation="rleu")  # <-


# near miss: a function of the learner's own goes by that name
def rleu(x):
    return keras.ops.maximum(x, 0.0)


layer = Dense(3, activation=rleu)
