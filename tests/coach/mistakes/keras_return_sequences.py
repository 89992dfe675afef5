# topic: shape
# says: lstm_1
# says: return_sequences=True
model = Sequential([Input((5, 3)), LSTM(4), LSTM(4)])  # <-

# near miss: each reads the sequence, side by side
steps = Input((5, 3))
model = Model(steps, Add()([LSTM(4)(steps), LSTM(4)(steps)]))
