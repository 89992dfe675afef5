# expect: failed
# because: the leak is inside, and the numbers that were once looked at are typed in
# told: The stage is among the features
number = np.arange(1, 443)
stage = study.target // 50
table = np.column_stack([number, study.data, study.target, stage])[::-1]

features = table[:, [1, 2, 3, 4, 5, 6, 7, 8, 12, 10]]
labels = table[:, 11]

youngest, highest, worst = 19.0, 124.0, 346.0
