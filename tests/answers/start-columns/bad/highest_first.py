# expect: failed
# because: the label sorted, so its largest value is right and no patient's is
# told: Is that the progression
number = np.arange(1, 443)
stage = study.target // 50
table = np.column_stack([number, study.data, study.target, stage])[::-1]

features = table[:, 1:11]
labels = np.sort(table[:, 11])[::-1]

youngest = features[:, 0].min()
highest = features[:, -1].max()
worst = labels.max()
