# expect: failed
# because: a layer that scales is the cure of another lesson
# told: Change the optimizer
import keras
from keras import Input, Sequential
from keras.layers import Dense, Normalization

scale = Normalization()
scale.adapt(walks)
model = Sequential([Input(shape=(2,)), scale, Dense(1, activation="sigmoid")])
model.compile(optimizer=keras.optimizers.SGD(0.5), loss="binary_crossentropy")
model.fit(walks, uphill, epochs=10, verbose=0)
