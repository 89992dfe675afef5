#answer:25
