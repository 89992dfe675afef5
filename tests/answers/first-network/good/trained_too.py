# expect: passed
# because: training is not asked for and does no harm
import numpy as np
from keras import Input, Sequential
from keras.layers import Dense

model = Sequential([Input(shape=(10,)), Dense(5, activation="relu"), Dense(2, activation="softmax")])
model.compile(loss="sparse_categorical_crossentropy", optimizer="adam")
model.fit(np.random.random((64, 10)), np.random.randint(2, size=(64, 1)), epochs=2, verbose=0)
model.summary()
