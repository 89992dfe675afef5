# expect: passed
import keras
import numpy as np


class Batches(keras.utils.PyDataset):
    def __init__(self):
        super().__init__(workers=2, use_multiprocessing=False)
        self.order = np.random.permutation(len(data))

    def __len__(self):
        return 100

    def __getitem__(self, index):
        rows = self.order[index * 100 : index * 100 + 100]
        return data[rows], labels[rows]

    def on_epoch_end(self):
        np.random.shuffle(self.order)


model = keras.Sequential([
    keras.Input((3,)),
    keras.layers.Dense(16, activation="relu"),
    keras.layers.Dense(16, activation="relu"),
    keras.layers.Dense(2, activation="softmax"),
])
model.compile(loss="sparse_categorical_crossentropy", optimizer=keras.optimizers.Adam(0.01))
model.fit(Batches(), epochs=40, verbose=0)
