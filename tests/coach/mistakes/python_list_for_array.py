# topic: data
# says: `shape`
# says: np.array(

samples = [[0.1, 0.2, 0.3], [0.4, 0.5, 0.6]]
model = Sequential([Input((samples.shape[1],)), Dense(2)])  # <-

# near miss: arrays have no such attribute either
samples = [[0.1, 0.2, 0.3], [0.4, 0.5, 0.6]]
samples.columns
