# expect: failed
# because: anyone who knows the rule can write the weights down; fit then changes next to nothing
# told: No single rate suits both weights
import keras
import numpy as np
from keras import Input, Sequential
from keras.layers import Dense

model = Sequential([Input(shape=(2,)), Dense(1, activation="sigmoid")])
model.set_weights([np.array([[20.0], [0.1]]), np.array([-4.0])])
model.compile(optimizer=keras.optimizers.SGD(1e-9), loss="binary_crossentropy")
model.fit(walks, uphill, epochs=1, verbose=0)
