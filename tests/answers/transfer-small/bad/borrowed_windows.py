# expect: failed
# because: the first layer is that of `network`, with all it has learned, where the model was to be trained from scratch without it
# told: take new layers only
from keras.layers import GlobalMaxPooling2D

windows = network.layers[0]
windows.trainable = False
model = Sequential([
    Input((12, 12, 1)),
    windows,
    MaxPooling2D(2),
    Conv2D(12, 3, activation="relu"),
    GlobalMaxPooling2D(),
    Dense(3, activation="softmax"),
])
print(model.count_params(), "parameters")
history = train(model, few_x, few_y - 7, epochs=150, rate=0.005)
