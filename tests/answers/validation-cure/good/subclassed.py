# expect: passed
# because: a model class, with a strong dropout
import keras
from keras.layers import Dense, Dropout, Flatten


class Careful(keras.Model):
    def __init__(self):
        super().__init__()
        self.flatten = Flatten()
        self.hidden = Dense(64, activation="relu")
        self.dropout = Dropout(0.5)
        self.classes = Dense(10, activation="softmax")

    def call(self, pictures, training=False):
        hidden = self.dropout(self.hidden(self.flatten(pictures)), training=training)
        return self.classes(hidden)


model = Careful()
model.compile(loss="sparse_categorical_crossentropy", optimizer=keras.optimizers.Adam(0.003), metrics=["accuracy"])
history = model.fit(
    x_train, y_train, epochs=40, batch_size=32, validation_data=(x_val, y_val), verbose=0,
)
