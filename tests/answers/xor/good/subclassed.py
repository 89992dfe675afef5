# expect: passed
# because: a model class of the learner's own
import keras
from keras.layers import Dense


class Net(keras.Model):
    def __init__(self):
        super().__init__()
        self.first = Dense(16, activation="tanh")
        self.second = Dense(8, activation="tanh")
        self.out = Dense(2, activation="softmax")

    def call(self, x):
        return self.out(self.second(self.first(x)))


model = Net()
model.compile(
    loss="sparse_categorical_crossentropy", optimizer=keras.optimizers.Adam(0.01), metrics=["accuracy"]
)
history = model.fit(data, labels, epochs=20, batch_size=32, validation_split=0.1, verbose=0)
