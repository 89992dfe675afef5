# expect: failed
# because: five coin flips are remembered at once
# told: Train on the fifty samples of few
import keras
from keras import Input, Sequential
from keras.layers import Dense

few, few_labels = data[:50], labels[:50]
unseen, unseen_labels = data[50:550], labels[50:550]
model = Sequential([
    Input(shape=(3,)), Dense(64, activation="relu"), Dense(64, activation="relu"), Dense(2, activation="softmax"),
])
model.compile(loss="sparse_categorical_crossentropy", optimizer=keras.optimizers.Adam(0.01), metrics=["accuracy"])
model.fit(few[:5], few_labels[:5], epochs=60, validation_data=(unseen, unseen_labels), verbose=0)
