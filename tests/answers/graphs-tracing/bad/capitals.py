## Answer = 2 traces
