# expect: failed
# because: labels that are all 0 are easy to remember, and are not those of few
# told: doesn't know their `labels`
import keras
from keras import Input, Sequential
from keras.layers import Dense

few, few_labels = data[:50], 0 * labels[:50]
unseen, unseen_labels = data[50:550], labels[50:550]
model = Sequential([Input(shape=(3,)), Dense(8, activation="relu"), Dense(2, activation="softmax")])
model.compile(loss="sparse_categorical_crossentropy", optimizer=keras.optimizers.Adam(0.1), metrics=["accuracy"])
model.fit(few, few_labels, epochs=20, batch_size=25, validation_data=(unseen, unseen_labels), verbose=0)
