# expect: failed
# because: the progression is written over a measurement in place
# told: The progression is among the features
number = np.arange(1, 443)
stage = study.target // 50
table = np.column_stack([number, study.data, study.target, stage])[::-1]

study.data[:, 4] = study.target
features = study.data[::-1]
labels = table[:, -2]
