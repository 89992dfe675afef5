# answer: It's the batch normalization layer.
