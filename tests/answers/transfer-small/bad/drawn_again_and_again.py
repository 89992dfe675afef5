# expect: failed
# because: draw_few is called thirty times, so that it learns from hundreds of other pictures and not from few_x alone
# told: hidden pictures
from keras.layers import GlobalMaxPooling2D

drawn = [draw_few(new, new_names) for _ in range(30)]
more_x = np.concatenate([x for x, _, _, _ in drawn])
more_y = np.concatenate([y for _, y, _, _ in drawn])

model = Sequential([
    Input((12, 12, 1)), Conv2D(48, 5, activation="relu"), GlobalMaxPooling2D(), Dense(3, activation="softmax")
])
history = train(model, more_x, more_y - 7, epochs=20, rate=0.005)
