# expect: failed
# because: copies turned by a quarter, which no hidden picture is
# told: by as much as the hidden ones can be
from keras.layers import GlobalMaxPooling2D

turned_x = np.concatenate([np.rot90(few_x, turns, axes=(1, 2)) for turns in range(4)])
model = Sequential([
    Input((12, 12, 1)), Conv2D(48, 5, activation="relu"), GlobalMaxPooling2D(), Dense(3, activation="softmax")
])
train(model, turned_x, np.tile(few_y - 7, 4), epochs=60, rate=0.005)
