# expect: failed
# because: easier data without noise, nearly all of them to train on, and two units
# told: with the exercise's own dataset and percTrainData
# answer: https://playground.tensorflow.org/#dataset=gauss&noise=0&percTrainData=90&networkShape=2
