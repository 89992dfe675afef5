# expect: passed
# because: trained with logits, and wrapped with a Softmax afterwards
import keras
from keras import Input, Sequential
from keras.layers import Dense

trained = Sequential([Input((3,)), Dense(16, activation="tanh"), Dense(8, activation="tanh"), Dense(2)])
trained.compile(loss=keras.losses.SparseCategoricalCrossentropy(from_logits=True), optimizer=keras.optimizers.Adam(0.01))
trained.fit(data, labels, epochs=20, verbose=0)
model = Sequential([trained, keras.layers.Softmax()])
