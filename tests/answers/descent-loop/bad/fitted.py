# expect: failed
# because: fit does the descent
# told: Do it yourself this time
from keras import Input, Sequential
from keras.layers import Dense


model = Sequential([Input(shape=(2,)), Dense(1, activation="sigmoid")])
model.compile(optimizer="sgd", loss="binary_crossentropy")
model.fit(points, side, epochs=60, batch_size=10, verbose=0)
