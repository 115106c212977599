"""Servers in the two states that hurt most: gone, and there but silent."""

import socket
from contextlib import contextmanager


@contextmanager
def silent_server():
    """The port of a server that accepts every connection and never answers."""
    with socket.create_server(("127.0.0.1", 0), backlog=200) as server:
        # The kernel completes the handshake for connections nobody has accepted yet.
        yield server.getsockname()[1]


def refused_port():
    """A port nobody listens on."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        return server.getsockname()[1]
