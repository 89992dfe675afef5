# expect: passed
# because: RMSprop, its rate lowered in steps, in a model built by add
import keras
from keras.layers import Dense
from keras.optimizers.schedules import PiecewiseConstantDecay

model = keras.Sequential()
model.add(keras.Input((2,)))
model.add(Dense(1, activation="sigmoid"))
plan = PiecewiseConstantDecay([300, 450, 550], [0.1, 0.03, 0.01, 0.003])
model.compile(optimizer=keras.optimizers.RMSprop(plan), loss="binary_crossentropy")
model.fit(walks, uphill, epochs=10, validation_split=0.1, verbose=0)
