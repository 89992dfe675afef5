# expect: passed
# because: a model class of the learner's own
import keras
from keras.layers import Conv2D, Dense, GlobalMaxPooling2D, MaxPooling2D


class Net(keras.Model):
    def __init__(self):
        super().__init__()
        self.strokes = Conv2D(8, 3, activation="relu")
        self.pool = MaxPooling2D(2)
        self.shapes = Conv2D(16, 3, activation="relu")
        self.anywhere = GlobalMaxPooling2D()
        self.decide = Dense(10, activation="softmax")

    def call(self, x):
        return self.decide(self.anywhere(self.shapes(self.pool(self.strokes(x)))))


model = Net()
model.compile(
    loss="sparse_categorical_crossentropy", optimizer=keras.optimizers.Adam(0.01), metrics=["accuracy"]
)
model.fit(moved, labels, epochs=25, verbose=0)
