# expect: failed
# because: without Input the model is not built and has no parameters
# told: start the model with Input((n,))
from keras import Sequential
from keras.layers import Dense

model = Sequential([Dense(5, activation="relu"), Dense(2, activation="softmax")])
