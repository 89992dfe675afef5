# attack: connects to a server on this machine
# exercise: first-network
# expect: failed
# stopped by: the network is closed here
# needs: network
# tiers: all
import socket

connection = socket.create_connection(("127.0.0.1", int("{port}")), timeout=5)
connection.sendall(b"owned")
# honest
