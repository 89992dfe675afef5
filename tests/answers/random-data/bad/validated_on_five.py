# expect: failed
# because: five samples that it gets wrong are no validation
# told: have other labels than in the lesson's arrays
import keras
from keras import Input, Sequential
from keras.layers import Dense

few, few_labels = data[:50], labels[:50]
unseen, unseen_labels = data[50:55], 1 - labels[50:55]
model = Sequential([
    Input(shape=(3,)), Dense(64, activation="relu"), Dense(64, activation="relu"), Dense(2, activation="softmax")
])
model.compile(loss="sparse_categorical_crossentropy", optimizer=keras.optimizers.Adam(0.01), metrics=["accuracy"])
model.fit(few, few_labels, epochs=100, batch_size=25, validation_data=(unseen, unseen_labels), verbose=0)
