import os
import signal
import subprocess
import sys

import pytest

from runner.errors import RunnerError
from runner.places import ROOT
from runner.postgres import LASTING, THROW_AWAY, Cluster
from runner.postgres_account import switched_account
from runner.postgres_binaries import find_binaries
from tests.runner.conftest import eventually, is_alive

pytestmark = pytest.mark.servers

STARTER = """
import sys, time
from pathlib import Path
from runner.postgres import THROW_AWAY, Cluster
cluster = Cluster(Path(sys.argv[1]), THROW_AWAY, ends_with_us="--stay" in sys.argv)
cluster.start()
print(cluster.pid(), flush=True)
if "--stay" in sys.argv:
    time.sleep(60)
"""


def starter(cluster, *options):
    command = [sys.executable, "-c", STARTER, str(cluster.root), *options]
    return subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)


def test_a_second_start_keeps_the_data(cluster):
    cluster.start()
    cluster.sql("create table kept as select 42 as answer", "portal")
    cluster.stop()

    cluster.start()

    assert cluster.sql("select answer from kept", "portal") == "42"


def test_stopping_what_is_stopped_does_nothing(cluster):
    cluster.start()
    cluster.stop()
    cluster.stop()

    assert cluster.pid() is None


def test_starting_what_runs_adopts_it(cluster):
    cluster.start()
    first = cluster.pid()

    Cluster(cluster.root, THROW_AWAY).start()

    assert cluster.pid() == first


def test_a_stale_process_id_that_names_somebody_else_is_no_server(cluster):
    cluster.start()
    lines = (cluster.data / "postmaster.pid").read_text().splitlines()
    cluster.stop()
    stale = [str(os.getpid()), *lines[1:]]
    (cluster.data / "postmaster.pid").write_text("\n".join(stale) + "\n")
    (cluster.sockets / ".s.PGSQL.5432.lock").write_text("\n".join(stale) + "\n")

    assert cluster.pid() is None
    cluster.start()

    assert cluster.pid() not in {None, os.getpid()}


def test_after_kill_9_of_the_server_everything_committed_is_there(cluster, monkeypatch):
    monkeypatch.setattr(cluster, "settings", LASTING)
    cluster.start()
    cluster.sql("create table survivors as select generate_series(1, 20000) as n", "portal")
    os.kill(cluster.pid(), signal.SIGKILL)

    cluster.start()

    assert cluster.sql("select count(*) from survivors", "portal") == "20000"


def test_two_starters_at_once_get_one_server(cluster):
    assert cluster.pid() is None
    both = [starter(cluster), starter(cluster)]
    told = {process.communicate(timeout=60)[0] for process in both}

    assert told == {f"{cluster.pid()}\n"}


def test_an_interrupted_initdb_is_begun_again(directory):
    major = find_binaries().major
    half = directory / "postgres" / f"new-pg{major}"
    half.mkdir(parents=True)
    (half / "PG_VERSION").write_text(f"{major}\n")
    cluster = Cluster(directory / "postgres", THROW_AWAY, ends_with_us=True)

    cluster.start()

    assert cluster.sql("select 1") == "1"
    assert not half.exists()
    cluster.stop()


def test_a_long_path_gets_its_socket_elsewhere_and_private(directory):
    long = directory / ("x" * 60) / ("y" * 60)

    sockets = Cluster(long, THROW_AWAY).sockets

    assert long not in sockets.parents
    assert sockets.stat().st_mode & 0o077 == 0
    sockets.rmdir()


def test_data_of_another_major_is_never_passed_over_for_an_empty_cluster(directory):
    (directory / "pg9").mkdir()
    (directory / "pg9" / "PG_VERSION").write_text("9\n")

    with pytest.raises(RunnerError, match="the data needs 9"):
        Cluster(directory)


def test_the_needed_extensions_can_be_created(cluster):
    cluster.start()

    for name in ("pg_trgm", "unaccent", "btree_gin", "btree_gist", "citext"):
        cluster.sql(f"create extension if not exists {name}", "portal")


def test_a_throw_away_server_ends_with_a_killed_starter(cluster):
    process = starter(cluster, "--stay")
    pid = int(process.stdout.readline())

    process.kill()
    process.communicate()

    assert eventually(lambda: not is_alive(pid))


def test_what_postgresql_says_is_shown_when_it_cannot_start(cluster, monkeypatch):
    cluster.start()
    cluster.stop()
    monkeypatch.setattr(cluster, "settings", {"shared_buffers": "nonsense"})

    with pytest.raises(RunnerError, match=r'invalid value for parameter "shared_buffers"'):
        cluster.start()


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can become another user")
def test_root_without_user_namespaces_hands_the_server_to_another_user(directory):
    cluster = Cluster(
        directory / "postgres", THROW_AWAY, ends_with_us=True, account=switched_account()
    )
    cluster.start()
    try:
        assert cluster.sql("select 1", "portal") == "1"
        assert os.stat(f"/proc/{cluster.pid()}").st_uid == switched_account().user
    finally:
        cluster.stop()


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can become another user")
def test_data_that_user_cannot_reach_goes_where_it_can(directory, tmp_path_factory, monkeypatch):
    monkeypatch.setattr("runner.postgres_account.STORE", directory / "store")
    home = directory / "home"
    home.mkdir(mode=0o700)

    cluster = Cluster(home / "postgres", THROW_AWAY, account=switched_account())

    assert cluster.root.parent == directory / "store"


def test_named_binaries_are_taken_or_refused_but_never_replaced(monkeypatch, tmp_path):
    monkeypatch.setenv("PORTAL_PG_BIN", str(tmp_path))

    with pytest.raises(RunnerError, match="has no postgres, initdb, psql"):
        find_binaries()
