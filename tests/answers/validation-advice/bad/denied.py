# answer: anything but more units
