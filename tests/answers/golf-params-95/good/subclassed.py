# expect: passed
# because: a model class of the learner's own
import keras
from keras.layers import Dense


class Putter(keras.Model):
    def __init__(self):
        super().__init__()
        self.hidden = Dense(5, activation="tanh", use_bias=False)
        self.out = Dense(1, activation="sigmoid")

    def call(self, x):
        return self.out(self.hidden(x))


model = Putter()
model.compile(loss="binary_crossentropy", optimizer=keras.optimizers.Adam(0.05), metrics=["accuracy"])
history = model.fit(data, labels, epochs=12, batch_size=32, validation_split=0.1, verbose=0)
