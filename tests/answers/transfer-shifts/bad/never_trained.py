# expect: failed
# because: the layers are there, and no fit
# told: never trained
from keras.layers import RandomTranslation

model = Sequential([Input((12, 12, 1)), RandomTranslation(0.25, 0.25), make_body(), Dense(3, activation="softmax")])
model.compile(loss="sparse_categorical_crossentropy", optimizer=Adam(0.003))
