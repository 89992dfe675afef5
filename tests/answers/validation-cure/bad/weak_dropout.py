# expect: failed
# because: 5 percent of dropout do next to nothing
# told: the network is still too free
from keras.layers import Dense, Dropout

model = network(
    Dense(128, activation="relu"), Dropout(0.05), Dense(128, activation="relu"), Dropout(0.05)
)
history = model.fit(
    x_train, y_train, epochs=40, batch_size=32, validation_data=(x_val, y_val), verbose=0,
)
