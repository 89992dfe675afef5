# expect: passed
# because: random features that stay as they are, and one layer that is trained
import keras
from keras import Input, Sequential
from keras.layers import Dense

features = Dense(250, activation="tanh", kernel_initializer=keras.initializers.RandomNormal(stddev=6.0), trainable=False)
model = Sequential([Input((3,)), features, Dense(2, activation="softmax")])
model.compile(loss="sparse_categorical_crossentropy", optimizer=keras.optimizers.Adam(0.01), metrics=["accuracy"])
model.fit(data, labels, epochs=10, verbose=0)
