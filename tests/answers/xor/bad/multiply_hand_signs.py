# expect: failed
# because: Multiply of three signs, which frozen layers compute
# told: hidden accuracy
import keras
import numpy as np
from keras import Input, ops
from keras.layers import Dense

class One(keras.initializers.Initializer):
    def __init__(self, at):
        self.at = at

    def __call__(self, shape, dtype=None):
        return ops.convert_to_tensor(1000.0 * np.eye(3)[:, self.at : self.at + 1], dtype)

    def get_config(self):
        return {"at": self.at}


inputs = Input((3,))
signs = [Dense(1, activation="tanh", use_bias=False, kernel_initializer=One(i), trainable=False)(inputs) for i in range(3)]
product = keras.layers.Multiply()(signs)
hidden = Dense(8, activation="relu")(product)
model = keras.Model(inputs, Dense(2, activation="softmax")(hidden))
model.compile(loss="sparse_categorical_crossentropy", optimizer=keras.optimizers.Adam(0.01), metrics=["accuracy"])
history = model.fit(data, labels, epochs=3, batch_size=32, verbose=0)
