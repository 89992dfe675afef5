# expect: failed
# because: two samples, picked so that both are wrong, make any gap
# told: on enough of them
import keras
from keras import Input, Sequential
from keras.layers import Dense

few, few_labels = data[:50], labels[:50]
unseen, unseen_labels = data[50:550], labels[50:550]
model = Sequential([
    Input(shape=(3,)), Dense(64, activation="relu"), Dense(64, activation="relu"), Dense(2, activation="softmax"),
])
model.compile(loss="sparse_categorical_crossentropy", optimizer=keras.optimizers.Adam(0.01), metrics=["accuracy"])
model.fit(few, few_labels, epochs=100, batch_size=25, verbose=0)
wrong = (model.predict(unseen, verbose=0).argmax(axis=1) != unseen_labels[:, 0]).nonzero()[0][:2]
model.fit(few, few_labels, epochs=10, batch_size=25, validation_data=(unseen[wrong], unseen_labels[wrong]), verbose=0)
