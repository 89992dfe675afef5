# expect: passed
# because: a copy of the network, so that the first one stays as it was, and its last tensor but one
import keras
from keras.layers import Dense

copy = keras.models.clone_model(network)
copy.set_weights(network.get_weights())
copy.trainable = False
model = keras.Model(copy.inputs, Dense(3, activation="softmax")(copy.layers[-2].output))
model.compile(loss="sparse_categorical_crossentropy", optimizer=keras.optimizers.SGD(0.1, momentum=0.9))
model.fit(few_x, np.searchsorted([7, 8, 9], few_y), epochs=60, verbose=0)
