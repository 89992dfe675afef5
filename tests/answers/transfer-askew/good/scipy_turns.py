# expect: passed
# because: many turned copies, made by SciPy before one fit; no softmax
from keras.layers import GlobalMaxPooling2D
from scipy.ndimage import rotate

copies = np.stack([
    rotate(picture, angle, reshape=False, order=1)
    for picture in few_x for angle in np.linspace(-60, 60, 25)
])
model = keras.Sequential([Input((12, 12, 1)), Conv2D(32, 5, activation="relu"), GlobalMaxPooling2D(), Dense(3)])
model.compile(loss=keras.losses.SparseCategoricalCrossentropy(from_logits=True), optimizer=Adam(0.003))
model.fit(copies, np.repeat(few_y - 7, 25), epochs=8, verbose=0)
