# expect: failed
# because: no Input and no data: the model has no weights
from keras import Sequential
from keras.layers import Dense

model = Sequential([Dense(16, activation="tanh"), Dense(2, activation="softmax")])
model.summary()
