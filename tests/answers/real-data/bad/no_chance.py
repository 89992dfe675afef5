# expect: failed
# because: what comes out is no chance: the loss knows that, and a reader does not
# told: between 0 and 1
import keras
from keras import Input, Sequential
from keras.layers import Dense, Normalization

scale = Normalization()
scale.adapt(x_train)
model = Sequential([Input(shape=(30,)), scale, Dense(1)])
model.compile(loss=keras.losses.BinaryCrossentropy(from_logits=True), optimizer=keras.optimizers.Adam(0.01))
model.fit(x_train, y_train, epochs=60, validation_data=(x_val, y_val), verbose=0)
