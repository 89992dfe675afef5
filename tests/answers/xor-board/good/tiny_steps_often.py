# expect: passed
# because: a move after every single point, slowly, with a penalty on large weights
My answer is 'https://playground.tensorflow.org/#batchSize=1&learningRate=0.01&activation=relu&networkShape=8&regularization=L2&regularizationRate=0.001'.
