# expect: passed
# because: all three given as objects, layers added one by one
import keras
from keras import Input, Sequential
from keras.layers import Dense
from keras.losses import BinaryCrossentropy
from keras.metrics import BinaryAccuracy, Precision, Recall
from keras.optimizers import RMSprop

model = Sequential()
model.add(Input(shape=(64,)))
model.add(Dense(32, activation="tanh"))
model.add(Dense(1, activation="sigmoid"))
model.compile(
    loss=BinaryCrossentropy(),
    optimizer=RMSprop(0.01),
    metrics=["accuracy", Recall(name="recall"), Precision()],
)
history = model.fit(x, nine, epochs=30, batch_size=32, validation_split=0.2, verbose=0)
