# expect: passed
# because: the 48 numbers computed once, the head trained on them, and both put together
import keras
from keras.layers import Dense

cut = keras.Sequential(network.layers[:-1])
features = cut.predict(few_x, verbose=0)
head = keras.Sequential([keras.Input((48,)), Dense(3, activation="softmax")])
head.compile(loss="sparse_categorical_crossentropy", optimizer=keras.optimizers.Adam(0.02))
head.fit(features, few_y - few_y.min(), epochs=50, batch_size=60, verbose=0)
cut.trainable = False
model = keras.Sequential([cut, head])
