# expect: passed
# because: angle and distance are made by hand, but which arm they belong to is learned
import keras
from keras import Input, Model, ops
from keras.layers import Concatenate, Dense

inputs = Input((2,))
across, up = inputs[:, :1], inputs[:, 1:]
far = ops.sqrt(across**2 + up**2 + 1e-6)
polar = Concatenate()([inputs, far, across / far, up / far])
hidden = Dense(24, activation="tanh")(polar)
hidden = Dense(24, activation="tanh")(hidden)
model = Model(inputs, Dense(3, activation="softmax")(hidden))
model.compile(optimizer=keras.optimizers.Adam(0.01), loss="sparse_categorical_crossentropy", metrics=["accuracy"])
model.fit(wheel, arms, epochs=60, verbose=0)
