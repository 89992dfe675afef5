# expect: passed
# because: two Dense layers that are given the parameters
from keras import Input, Model
from keras.layers import Dense

x = Input(shape=(6,))
first = Dense(4, activation="relu")
second = Dense(4)
y = first(x)
network = Model(x, [y, second(y)])
first.set_weights([w1, b1])
second.set_weights([np.transpose(w2), b2])
hidden, outputs = network.predict(patients, verbose=0)
