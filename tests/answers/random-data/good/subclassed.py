# expect: passed
# because: a model class of the learner's own
import keras
from keras.layers import Dense

few, few_labels = data[:50], labels[:50]
unseen, unseen_labels = data[50:550], labels[50:550]


class Parrot(keras.Model):
    def __init__(self):
        super().__init__()
        self.first = Dense(64, activation="relu")
        self.second = Dense(64, activation="relu")
        self.out = Dense(2, activation="softmax")

    def call(self, x):
        return self.out(self.second(self.first(x)))


model = Parrot()
model.compile(
    loss="sparse_categorical_crossentropy", optimizer=keras.optimizers.Adam(0.01), metrics=["accuracy"]
)
history = model.fit(few, few_labels, epochs=100, batch_size=25, validation_data=(unseen, unseen_labels), verbose=0)
