# expect: passed
# because: many moved copies made by numpy, cut out and placed again, before one fit
import keras
from keras.layers import Conv2D, Dense, Flatten, MaxPooling2D

def cut(picture):
    rows, columns = np.where(picture[:, :, 0] > 0)
    return picture[rows.min():rows.max() + 1, columns.min():columns.max() + 1]


copies, names = [], []
for picture, digit in zip(few_x, few_y):
    piece = cut(picture)
    for _ in range(40):
        row, column = (rng.integers(0, 13 - size) for size in piece.shape[:2])
        canvas = np.zeros((12, 12, 1), "float32")
        canvas[row:row + piece.shape[0], column:column + piece.shape[1]] = piece
        copies.append(canvas)
        names.append(digit - 7)
model = keras.Sequential([
    keras.Input((12, 12, 1)), Conv2D(12, 3, activation="relu"), MaxPooling2D(3),
    Flatten(), Dense(20, activation="relu"), Dense(3)
])
model.compile(loss=keras.losses.SparseCategoricalCrossentropy(from_logits=True), optimizer="adam")
model.fit(np.array(copies), np.array(names), epochs=12, verbose=0)
