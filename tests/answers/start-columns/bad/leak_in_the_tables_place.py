# expect: failed
# because: the progression is written over a measurement in place
# told: The progression is among the features
number = np.arange(1, 443)
stage = study.target // 50
table = np.column_stack([number, study.data, study.target, stage])

study.data[:, 4] = study.target
features = study.data
labels = table[:, -2]
