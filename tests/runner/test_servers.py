import fcntl
from pathlib import Path

from runner import servers
from runner.postgres_account import switched_account


def test_what_is_remembered_of_the_data_lies_beside_the_data(monkeypatch, directory):
    """Root without user namespaces keeps the data where the database's user can reach it."""
    home = directory / "home"
    home.mkdir(mode=0o700)
    monkeypatch.setattr("runner.postgres_account.STORE", directory / "store")
    monkeypatch.setattr(servers, "POSTGRES", home / "var" / "postgres")
    monkeypatch.setattr(servers, "own_account", switched_account)

    found = servers.database_directory()

    monkeypatch.setattr("runner.postgres.own_account", switched_account)
    assert found == servers.Cluster(servers.POSTGRES).root


def test_what_a_killed_run_left_is_cleared_away_and_what_is_in_use_is_not(monkeypatch, directory):
    monkeypatch.setattr(servers.tempfile, "gettempdir", lambda: str(directory))
    left, used = (Path(directory, f"{servers.THROW_AWAY_PREFIX}{name}") for name in ("a", "b"))
    for path in (left, used):
        path.mkdir()
        (path / "in-use").touch()

    with (used / "in-use").open() as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        servers.remove_abandoned()

    assert (left.exists(), used.exists()) == (False, True)
