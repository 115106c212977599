"""Who runs PostgreSQL, which refuses to run as root.

An ordinary user runs it as themselves. Root runs it inside a user namespace, where it sees an
ordinary user id while its files stay root's. Where namespaces are denied, as in some containers,
root hands it to an unprivileged user, who must then be able to reach the binaries and the data.
"""

import contextlib
import hashlib
import os
import pwd
import shutil
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from runner.errors import RunnerError
from runner.postgres_binaries import Binaries

STORE = Path("/var/lib/portal-embedded")


@dataclass(frozen=True)
class Account:
    """How to start PostgreSQL's programs: a prefix for the command, or a user to become."""

    prefix: tuple[str, ...] = ()
    user: int | None = None
    group: int | None = None

    def command(self, *arguments: str | Path) -> list[str]:
        return [*self.prefix, *(str(argument) for argument in arguments)]

    @property
    def groups(self) -> Sequence[int] | None:
        return None if self.user is None else ()

    def can(self, *arguments: str | Path) -> bool:
        """Whether that command succeeds under this account."""
        try:
            return (
                subprocess.run(
                    self.command(*arguments),
                    capture_output=True,
                    cwd="/",
                    user=self.user,
                    group=self.group,
                    extra_groups=self.groups,
                    check=False,
                ).returncode
                == 0
            )
        except OSError:
            return False


OURSELVES = Account()


def own_account() -> Account:
    if os.geteuid() != 0:
        return OURSELVES
    return namespace_account() or switched_account()


def namespace_account() -> Account | None:
    """Root's files, an ordinary user id; None where user namespaces are denied."""
    if not shutil.which("unshare"):
        return None
    person = _unprivileged_user()
    account = Account(
        ("unshare", "--user", f"--map-user={person.pw_uid}", f"--map-group={person.pw_gid}")
    )
    return account if account.can("sh", "-c", 'test "$(id -u)" != 0') else None


def switched_account() -> Account:
    person = _unprivileged_user()
    return Account(user=person.pw_uid, group=person.pw_gid)


def reachable_binaries(account: Account, binaries: Binaries) -> Binaries:
    """The same binaries, copied to where the account can reach them if it must be."""
    if account.user is None or account.can(binaries.directory / "postgres", "--version"):
        return binaries
    package = binaries.directory.parent.parent
    copy = STORE / f"bin-{_digest(package, (binaries.directory / 'postgres').stat().st_size)}"
    if not copy.exists():
        _copy_package(package, copy)
    return Binaries(copy / package.name / "pginstall" / "bin", binaries.major)


def reachable_root(account: Account, root: Path) -> Path:
    """The same directory, or one elsewhere when the account cannot enter those above it."""
    above = next(path for path in (root, *root.parents) if path.exists())
    if account.user is None or account.can("test", "-x", above):
        return root
    STORE.mkdir(mode=0o755, exist_ok=True)
    return STORE / f"data-{_digest(root)}"


def _copy_package(package: Path, target: Path) -> None:
    STORE.mkdir(mode=0o755, exist_ok=True)
    half = target.with_suffix(f".{os.getpid()}")
    # The libraries are looked up beside the package, so both travel together.
    for directory in (package, package.with_name(f"{package.name}.libs")):
        shutil.copytree(directory, half / directory.name, symlinks=True)
    for path in (half, *half.rglob("*")):
        if not path.is_symlink():
            path.chmod(0o755 if path.is_dir() or path.stat().st_mode & 0o111 else 0o644)
    with contextlib.suppress(FileExistsError):
        half.rename(target)


def _unprivileged_user() -> pwd.struct_passwd:
    for name in ("postgres", "nobody"):
        with contextlib.suppress(KeyError):
            return pwd.getpwnam(name)
    raise RunnerError(
        "PostgreSQL does not run as root, and there is no user 'postgres' or 'nobody' to run it.\n"
        "Start ./run as an ordinary user, or name a running server with DATABASE_URL."
    )


def _digest(*parts: object) -> str:
    return hashlib.sha256("\0".join(map(str, parts)).encode()).hexdigest()[:12]
