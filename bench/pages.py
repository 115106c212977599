"""Whole pages over HTTP: two web processes of the portal, and two of a minimal Django page."""

import http.client
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import Any

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore

from facets.question import Question

WARM_UP = 20
CLIENTS = (1, 8)


def pages(
    environment: dict[str, str], users: list[Any], asked: list[Question]
) -> dict[str, list[float]]:
    """The milliseconds of each page, by name. Every client is somebody else."""
    addresses = [f"/en/partners/?{question.query().urlencode()}" for question in asked]
    cookies = [f"{settings.SESSION_COOKIE_NAME}={_session(user)}" for user in users]
    taken: dict[str, list[float]] = {}
    # The limit is counted as ever, and never reached.
    environment = {**environment, "DIRECTORY_PAGES": "1000000"}
    with _served("etwinning.wsgi", environment) as port:
        for clients in CLIENTS:
            taken[f"(d) page, {_named(clients)}"] = _got(port, addresses, cookies[:clients])
    with _served("bench.minimal", environment) as port:
        for clients in CLIENTS:
            taken[f"minimal page, {_named(clients)}"] = _got(port, ["/"] * 60, [""] * clients)
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


def _got(port: int, addresses: Sequence[str], cookies: list[str]) -> list[float]:
    """Every client asks for all addresses; the first answers only warm the processes up."""
    for address in addresses[:WARM_UP]:
        _one(port, [address], cookies[0])
    with ThreadPoolExecutor(len(cookies)) as clients:
        taken = clients.map(lambda cookie: _one(port, addresses, cookie), cookies)
        return [one for times in taken for one in times]


def _one(port: int, addresses: Sequence[str], cookie: str) -> list[float]:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=120)
    taken = []
    for address in addresses:
        start = time.perf_counter()
        connection.request("GET", address, headers={"Cookie": cookie})
        answer = connection.getresponse()
        answer.read()
        if answer.status != 200:
            raise SystemExit(f"{address} answered {answer.status}.")
        taken.append((time.perf_counter() - start) * 1000)
    connection.close()
    return taken
