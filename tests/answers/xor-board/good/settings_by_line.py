# expect: passed
# because: RMSprop and relu, setting by setting in lines of their own, and no address
networkShape=8
optimizer=rmsprop
learningRate=0.01
activation=relu
