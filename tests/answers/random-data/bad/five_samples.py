# expect: failed
# because: five samples, each ten times
# told: Nobody is surprised by a network that remembers five
import keras
from keras import Input, Sequential
from keras.layers import Dense

few, few_labels = np.tile(data[:5], (10, 1)), np.tile(labels[:5], (10, 1))
unseen, unseen_labels = data[50:550], labels[50:550]
model = Sequential([Input(shape=(3,)), Dense(32, activation="relu"), Dense(2, activation="softmax")])
model.compile(loss="sparse_categorical_crossentropy", optimizer=keras.optimizers.Adam(0.05), metrics=["accuracy"])
model.fit(few, few_labels, epochs=40, batch_size=25, validation_data=(unseen, unseen_labels), verbose=0)
