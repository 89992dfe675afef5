# expect: failed
# because: filters drawn by chance, and the last layer's weights from a linear solver
# told: The weights were set outside of Keras's training
import keras
import numpy as np
from keras.layers import Conv2D, Dense, GlobalMaxPooling2D

model = keras.Sequential([
    keras.Input((24, 24, 1)), Conv2D(55, 4, activation="relu"), GlobalMaxPooling2D(), Dense(10)
])
features = keras.Sequential(model.layers[:2])(moved).numpy()
design = np.hstack([features, np.ones((len(features), 1))])
found = np.linalg.lstsq(design, np.eye(10)[labels], rcond=None)[0]
model.layers[2].set_weights([found[:-1], found[-1]])
