# expect: failed
# because: ends that were typed in for each quarter, read off the picture of the plain trips
# told: What you see is the share of new trips
inputs = Input((1,))
low = ops.where(inputs < 10, 4.5, ops.where(inputs < 14, 1.5, ops.where(inputs < 18, -6.0, -2.0)))
high = ops.where(inputs < 10, 8.5, ops.where(inputs < 14, 8.0, ops.where(inputs < 18, 9.5, 9.0)))
model = Model(inputs, Concatenate()([low, high]) + 0 * Dense(1)(inputs))
