# expect: failed
# because: a number that fits, typed in
# told: typed in
from keras.regularizers import L2

numbers = ("altitude", "width", "air", "rain", "shade")

def trained(train, gaps=("rain", "shade"), units=32, epochs=20):
    inputs, x = front(pick(train), numbers, gaps)
    for _ in range(2):
        x = Dense(units, activation="relu", kernel_regularizer=L2(0.01))(x)
    model = Model(inputs, Dense(1)(x))
    model.compile(loss="mse", optimizer=keras.optimizers.Adam(0.01))

    model.fit(hide(pick(train)), water[train], epochs=epochs, batch_size=64, verbose=0)
    return model


model = trained(np.arange(len(water)))
claimed = 1.3
