# answer: batchnorm
