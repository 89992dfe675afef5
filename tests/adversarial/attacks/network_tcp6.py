# attack: connects to a server on this machine by IPv6
# exercise: first-network
# expect: failed
# stopped by: the network is closed here
# needs: network
import socket

connection = socket.socket(socket.AF_INET6)
connection.settimeout(5)
connection.connect(("::1", int("{port}")))
# honest
