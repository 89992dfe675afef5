# expect: failed
# because: a straight line by scikit-learn, written into the model; a network is trained beside it, and counts nothing
# told: mixed up
from sklearn.linear_model import LinearRegression
from sklearn.model_selection import GroupKFold

numbers = ("altitude", "width", "air", "rain", "shade")


def trained(train):
    inputs, x = front(pick(train), numbers, ["rain", "shade"])
    seen = Model(inputs, x).predict(hide(pick(train)), verbose=0)
    line = LinearRegression().fit(seen, water[train])
    beside = Dense(1)(x)
    network = Model(inputs, beside)
    network.compile(loss="mse", optimizer=keras.optimizers.Adam(0.01))
    network.fit(hide(pick(train)), water[train], epochs=3, batch_size=64, verbose=0)
    straight = ops.sum(x * ops.convert_to_tensor(line.coef_.astype("float32")), axis=1, keepdims=True)
    return Model(inputs, straight + float(line.intercept_) + 0 * beside)


every = np.arange(len(water))
streams = table["stream"].astype(str)
claims = [
    off(trained(train), held, water)
    for train, held in GroupKFold(4).split(every, groups=streams)
]
claimed = np.mean(claims)
model = trained(every)
