# expect: passed
# because: functional, smoothly moved, with Dropout, one-hot labels
import keras
from keras.layers import Dropout, GlobalMaxPooling2D, RandomTranslation

picture = Input((12, 12, 1))
x = RandomTranslation(0.25, 0.25, fill_mode="constant")(picture)
x = Conv2D(64, 5, activation="relu")(x)
x = Dropout(0.2)(GlobalMaxPooling2D()(x))
model = keras.Model(picture, Dense(3, activation="softmax")(x))
model.compile(loss="categorical_crossentropy", optimizer=Adam(0.005))
model.fit(few_x, np.eye(3)[few_y - 7], epochs=150, batch_size=20, verbose=0)
