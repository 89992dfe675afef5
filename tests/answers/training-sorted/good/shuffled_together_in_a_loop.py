# expect: passed
# because: scikit-learn's shuffle, a model class, and fit called once for each five epochs
import keras
from keras.layers import Dense, Flatten
from sklearn.utils import shuffle


class Reader(keras.Model):
    def __init__(self):
        super().__init__()
        self.flatten = Flatten()
        self.hidden = Dense(32, activation="relu")
        self.classes = Dense(10, activation="softmax")

    def call(self, pictures):
        return self.classes(self.hidden(self.flatten(pictures)))


mixed_x, mixed_y = shuffle(sorted_x, sorted_y, random_state=0)
x_fit, x_val = np.split(mixed_x, [1000])
y_fit, y_val = np.split(mixed_y, [1000])
model = Reader()
model.compile(loss="sparse_categorical_crossentropy", optimizer="adam", metrics=["accuracy"])
for part in range(4):
    history = model.fit(x_fit, y_fit, epochs=5, batch_size=32, validation_data=(x_val, y_val), verbose=0)

shared = len({p.tobytes() for p in x_fit} & {p.tobytes() for p in x_val})
