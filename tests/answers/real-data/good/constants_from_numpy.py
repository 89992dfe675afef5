# expect: passed
# because: the means and variances are constants of the layer, so five units with relu fit in; plain descent
import keras
from keras import Input, Sequential
from keras.layers import Dense, Normalization

logits = Sequential([
    Input(shape=(30,)),
    Normalization(mean=x_train.mean(axis=0), variance=x_train.var(axis=0)),
    Dense(5, activation="relu"),
    Dense(1),
])
logits.compile(loss=keras.losses.BinaryCrossentropy(from_logits=True), optimizer=keras.optimizers.SGD(0.1))
logits.fit(x_train, y_train, epochs=40, validation_data=(x_val, y_val), verbose=0)
model = Sequential([Input(shape=(30,)), *logits.layers, keras.layers.Activation("sigmoid")])
