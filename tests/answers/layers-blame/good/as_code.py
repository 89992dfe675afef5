# answer: keras.layers.BatchNormalization()
