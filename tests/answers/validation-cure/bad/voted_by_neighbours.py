# expect: failed
# because: labels voted by fifteen neighbours, three in ten of which are drawn anew each time so that they look careless
# told: on other labels than those in y_train
import tensorflow as tf
from keras.layers import Dense
from sklearn.neighbors import KNeighborsClassifier

voters = KNeighborsClassifier(15).fit(x_train.reshape(len(x_train), -1), y_train)
voted = voters.predict(x_train.reshape(len(x_train), -1))


def careless_again(picture, label):
    other = tf.random.uniform((), 0, 10, "int64")
    return picture, tf.where(tf.random.uniform(()) < 0.3, other, label)


data = tf.data.Dataset.from_tensor_slices((x_train, voted)).shuffle(857).map(careless_again).batch(32)
model = network(Dense(128, activation="relu"), Dense(128, activation="relu"))
history = model.fit(data, validation_data=(x_val, y_val), epochs=40, verbose=0)
