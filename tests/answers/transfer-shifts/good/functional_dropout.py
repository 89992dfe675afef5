# expect: passed
# because: functional, smoothly moved, with Dropout, one-hot labels
import keras
from keras.layers import Dropout, RandomTranslation

picture = Input((12, 12, 1))
x = RandomTranslation(0.25, 0.25, fill_mode="constant")(picture)
x = Dropout(0.2)(make_body()(x))
model = keras.Model(picture, Dense(3, activation="softmax")(x))
model.compile(loss="categorical_crossentropy", optimizer=Adam(0.003))
model.fit(few_x, np.eye(3)[few_y - 7], epochs=150, batch_size=20, verbose=0)
