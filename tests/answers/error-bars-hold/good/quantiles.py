# expect: passed
# because: no Gaussian: three quantiles learned at once, of which the outer two are handed over
def pinball(y_true, y_pred):
    shares = ops.convert_to_tensor([0.05, 0.5, 0.95])
    miss = y_true - y_pred
    return ops.mean(ops.maximum(shares * miss, (shares - 1) * miss), axis=-1)


inputs, x = body()
three = Dense(3)(x)
network = Model(inputs, three)
rate = keras.optimizers.schedules.CosineDecay(0.01, 40 * 32)
network.compile(loss=pinball, optimizer=keras.optimizers.Adam(rate))
network.fit(hours, late, epochs=40, batch_size=128, verbose=0)
model = Model(inputs, [three[:, :1], three[:, 2:]])
