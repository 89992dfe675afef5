# expect: failed
# because: softmax inside and relu at the end
# told: the first with relu
from keras import Input, Sequential
from keras.layers import Dense

model = Sequential([Input(shape=(10,)), Dense(5, activation="softmax"), Dense(2, activation="relu")])
