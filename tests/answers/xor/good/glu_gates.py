# expect: passed
# because: gates: Multiply of two layers' outputs
import keras
from keras import Input
from keras.layers import Dense

inputs = Input((3,))
hidden = Dense(16, activation="tanh")(inputs)
gated = keras.layers.Multiply()([Dense(16)(hidden), Dense(16, activation="sigmoid")(hidden)])
model = keras.Model(inputs, Dense(2, activation="softmax")(gated))
model.compile(loss="sparse_categorical_crossentropy", optimizer=keras.optimizers.Adam(0.01), metrics=["accuracy"])
history = model.fit(data, labels, epochs=20, batch_size=32, verbose=0)
