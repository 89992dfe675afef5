#answer:2
