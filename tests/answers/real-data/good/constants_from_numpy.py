# expect: passed
# because: the means and variances are computed by hand and handed to the layer
from keras import Input, Sequential
from keras.layers import Dense, Normalization

model = Sequential([
    Input(shape=(30,)),
    Normalization(mean=x_train.mean(axis=0), variance=x_train.var(axis=0)),
    Dense(16, activation="relu"),
    Dense(1),
])
import keras

model.compile(loss=keras.losses.BinaryCrossentropy(from_logits=True), optimizer="adam")
model.fit(x_train, y_train, epochs=60, validation_data=(x_val, y_val), verbose=0)
probabilities = keras.Sequential([*model.layers, keras.layers.Activation("sigmoid")])
model = probabilities
