"""Whole pages over HTTP: two web processes of the portal, and two of a minimal Django page."""

import http.client
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore

from partners.search import Question

WARM_UP = 20
CLIENTS = (1, 8)


def pages(environment: dict[str, str], user: Any, asked: list[Question]) -> dict[str, list[float]]:
    """The milliseconds of each page, by name."""
    addresses = [f"/en/partners/?{question.query().urlencode()}" for question in asked]
    cookie = f"{settings.SESSION_COOKIE_NAME}={_session(user)}"
    taken: dict[str, list[float]] = {}
    with _served("etwinning.wsgi", environment) as port:
        for clients in CLIENTS:
            taken[f"(d) page, {_named(clients)}"] = _got(port, addresses, cookie, clients)
    with _served("bench.minimal", environment) as port:
        for clients in CLIENTS:
            taken[f"minimal page, {_named(clients)}"] = _got(port, ["/"] * 60, "", clients)
    return taken


def _named(clients: int) -> str:
    return "1 client" if clients == 1 else f"{clients} clients"


def _session(user: Any) -> str:
    session = SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.create()
    return str(session.session_key)


@contextmanager
def _served(module: str, environment: dict[str, str]) -> Iterator[int]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "gunicorn", f"{module}:application", "--workers", "2"]
    options = ["--bind", f"127.0.0.1:{port}", "--log-level", "error", "--keep-alive", "5"]
    process = subprocess.Popen([*command, *options, "--worker-class", "gthread"], env=environment)
    try:
        _wait_for(port)
        yield port
    finally:
        process.terminate()
        process.wait(timeout=30)


def _wait_for(port: int) -> None:
    for _ in range(300):
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
            return
        except OSError:
            time.sleep(0.1)
    raise SystemExit("The web processes did not start.")


def _got(port: int, addresses: Sequence[str], cookie: str, clients: int) -> list[float]:
    """Every client asks for all addresses; the first answers only warm the processes up."""
    for address in list(addresses)[:WARM_UP]:
        _one(port, [address], cookie, [])
    taken: list[float] = []
    threads = [
        threading.Thread(target=_one, args=(port, addresses, cookie, taken)) for _ in range(clients)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return taken


def _one(port: int, addresses: Sequence[str], cookie: str, taken: list[float]) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=120)
    for address in addresses:
        start = time.perf_counter()
        connection.request("GET", address, headers={"Cookie": cookie})
        answer = connection.getresponse()
        answer.read()
        if answer.status != 200:
            raise SystemExit(f"{address} answered {answer.status}.")
        taken.append((time.perf_counter() - start) * 1000)
    connection.close()
