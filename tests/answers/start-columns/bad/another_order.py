# expect: failed
# because: the measurements from the last to the first
# told: in the order of the table
number = np.arange(1, 443)
stage = study.target // 50
table = np.column_stack([number, study.data, study.target, stage])[::-1]

features = table[:, 10:0:-1]
labels = table[:, 11]
