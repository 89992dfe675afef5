# expect: failed
# because: call joins the product of the signs to the inputs
# told: hidden accuracy
import keras
from keras import ops
from keras.layers import Dense

class Own(keras.Model):
    def __init__(self):
        super().__init__()
        self.hidden = Dense(8, activation="relu")
        self.out = Dense(2, activation="softmax")

    def call(self, x):
        signs = ops.sign(x)
        odd = signs[:, 0:1] * signs[:, 1:2] * signs[:, 2:3]
        return self.out(self.hidden(ops.concatenate([x, odd], axis=1)))


model = Own()
model.compile(loss="sparse_categorical_crossentropy", optimizer=keras.optimizers.Adam(0.01), metrics=["accuracy"])
history = model.fit(data, labels, epochs=20, batch_size=32, verbose=0)
