# expect: passed
# because: Adam, setting by setting in lines of their own, and no address
networkShape=8
optimizer=adam
learningRate=0.01
