import os
import signal
import socket
import threading

import pytest

from runner.errors import RunnerError
from runner.valkey import Valkey
from tests.runner.conftest import eventually, is_alive

pytestmark = pytest.mark.servers


@pytest.fixture
def valkey(directory):
    made = Valkey(directory)
    yield made
    made.stop()


def ask(server, command):
    with socket.socket(socket.AF_UNIX) as connection:
        connection.connect(str(server.socket))
        connection.sendall(f"{command}\r\n".encode())
        return connection.recv(1000).decode().strip()


def test_a_second_start_adopts_the_server_instead_of_taking_its_socket(valkey, directory):
    valkey.start()
    first = valkey.pid()

    Valkey(directory).start()

    assert valkey.pid() == first


def test_stopping_ends_the_process_and_twice_is_harmless(valkey):
    valkey.start()
    pid = valkey.pid()

    valkey.stop()
    valkey.stop()

    assert eventually(lambda: not is_alive(pid))
    assert valkey.pid() is None


def test_queued_messages_survive_a_stop(valkey):
    valkey.start()
    assert ask(valkey, "RPUSH mail one") == ":1"
    valkey.stop()

    valkey.start()

    assert ask(valkey, "LLEN mail") == ":1"


def test_queued_messages_survive_kill_9(valkey):
    valkey.start()
    ask(valkey, "CONFIG SET appendfsync always")
    ask(valkey, "RPUSH mail one")
    os.kill(valkey.pid(), signal.SIGKILL)
    assert eventually(lambda: valkey.pid() is None)

    valkey.start()

    assert ask(valkey, "LLEN mail") == ":1"


def test_somebody_elses_socket_is_refused_not_taken(valkey, directory):
    with socket.socket(socket.AF_UNIX) as foreign:
        foreign.bind(str(valkey.socket))
        foreign.listen(20)
        threading.Thread(target=hang_up_on_everybody, args=[foreign], daemon=True).start()

        with pytest.raises(RunnerError, match="does not answer like Valkey"):
            valkey.start(patience=0.2)

        assert valkey.socket.exists()
    valkey.socket.unlink()


def hang_up_on_everybody(listener):
    while True:
        try:
            listener.accept()[0].close()
        except OSError:
            return


def test_a_long_path_is_no_obstacle(directory):
    server = Valkey(directory / ("x" * 60) / ("y" * 60), lasting=False)
    server.start()

    assert ask(server, "PING") == "+PONG"

    server.stop()
    server.socket.parent.rmdir()


def test_a_socket_left_by_a_crash_is_no_obstacle(valkey):
    with socket.socket(socket.AF_UNIX) as gone:
        gone.bind(str(valkey.socket))

    valkey.start()

    assert ask(valkey, "PING") == "+PONG"
