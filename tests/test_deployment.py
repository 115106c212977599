"""The compose file, the settings and the handbook say the same."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).resolve().parent.parent
COMPOSE_TEXT = (ROOT / "docker-compose.yml").read_text()
COMPOSE = yaml.safe_load(COMPOSE_TEXT)
SERVICES = COMPOSE["services"]
NGINX = (ROOT / "deploy" / "nginx.conf").read_text()
HANDBOOK = (ROOT / "docs" / "operations.md").read_text()
PORTAL = ("web", "worker", "beat", "migrate")
# Set for the images of others, or by them, and meant for nobody who runs the portal.
NOT_OURS = {"POSTGRES_USER", "POSTGRES_INITDB_ARGS", "LD_LIBRARY_PATH", "HOSTNAME"}

REQUIRED = {
    "SECRET_KEY": "x" * 20 + "-a-long-text-of-many-different-letters-0123456789",
    "ALLOWED_HOSTS": "portal.example.org",
    "SITE_URL": "https://portal.example.org",
    "DEFAULT_FROM_EMAIL": "portal@example.org",
    "EMAIL_HOST": "mail.example.org",
}


def settings_variables():
    for path in (ROOT / "etwinning" / "settings").glob("*.py"):
        yield from re.findall(r'env\.\w+\(\s*"([A-Z_]+)"', path.read_text())


def runner_variables():
    named = r'environ(?:\.get\(|\[)"([A-Z_]+)"|"([A-Z_]+)" (?:not )?in os\.environ'
    for path in [*(ROOT / "runner").glob("*.py"), *(ROOT / "deploy").glob("*.py")]:
        for pair in re.findall(named, path.read_text()):
            yield from filter(None, pair)


def compose_variables():
    yield from re.findall(r"\$\{([A-Z_]+)", COMPOSE_TEXT)
    for service in SERVICES.values():
        yield from service.get("environment", {})


def handbook_variables():
    return set(re.findall(r"^\| `([A-Z_]+)` \|", HANDBOOK, re.MULTILINE))


def test_the_handbook_names_every_variable_and_no_other():
    also = {"DJANGO_SETTINGS_MODULE", "PYTHON", "PORTAL_REQUIRE_BROWSER", "PORTAL_SEARCH_ROUNDS"}
    used = {*settings_variables(), *runner_variables(), *compose_variables()} | also

    assert handbook_variables() == used - NOT_OURS


def test_compose_sets_nothing_that_the_settings_do_not_read():
    read = {*settings_variables(), "WEB_CONCURRENCY"}

    for name in PORTAL:
        assert set(SERVICES[name]["environment"]) <= read


def test_compose_passes_on_everything_production_needs():
    production = (ROOT / "etwinning" / "settings" / "production.py").read_text()
    needed = set(re.findall(r'env\.\w+\("([A-Z_]+)"\)', production))

    assert needed == set(REQUIRED)
    for name in PORTAL:
        assert needed <= set(SERVICES[name]["environment"])


def test_no_secret_has_a_default():
    for name in ("SECRET_KEY", "POSTGRES_PASSWORD"):
        uses = re.findall(rf"\$\{{{name}\b[^}}]*", COMPOSE_TEXT)
        assert uses
        assert all(":?" in use for use in uses)


def test_everything_that_is_needed_is_there():
    assert set(SERVICES) == {
        "nginx", "web", "worker", "beat", "migrate", "postgres", "broker", "cache", "mailpit",
    }  # fmt: skip


def test_only_nginx_and_the_mail_catcher_on_this_machine_have_ports():
    published = {name: service["ports"] for name, service in SERVICES.items() if "ports" in service}

    assert set(published) == {"nginx", "mailpit"}
    assert all(port.startswith("127.0.0.1:") for port in published["mailpit"])


def test_nginx_finds_private_files_where_the_application_sends_it():
    location = SERVICES["web"]["environment"]["PRIVATE_MEDIA_LOCATION"]
    (block,) = re.findall(rf"location {re.escape(location)} \{{(.*?)\n    \}}", NGINX, re.DOTALL)

    assert re.search(r"^\s+internal;$", block, re.MULTILINE)
    assert "alias /srv/media/;" in block
    assert "media:/srv/media:ro" in SERVICES["nginx"]["volumes"]
    for name in ("web", "worker"):
        assert "media:/srv/media" in SERVICES[name]["volumes"]
    assert "MEDIA_ROOT=/srv/media" in (ROOT / "Dockerfile").read_text()


def test_private_files_keep_the_headers_that_make_them_harmless(tmp_path, settings, rf):
    from core.files import send_private

    settings.PRIVATE_MEDIA_LOCATION = SERVICES["web"]["environment"]["PRIVATE_MEDIA_LOCATION"]
    file = type("File", (), {"name": "a.pdf"})()
    answer = send_private(file, name="a.pdf", content_type="application/pdf")

    for header in ("X-Content-Type-Options", "Content-Security-Policy"):
        (value,) = re.findall(rf'add_header {header} "?([^"\n]*?)"? always;', NGINX)
        assert value == answer[header]


def test_nginx_lets_through_what_the_application_wants_to_judge(settings):
    (limit,) = re.findall(r"client_max_body_size (\d+)m;", NGINX)

    assert int(limit) > settings.UPLOAD_LIMIT_MB


def test_the_worker_serves_every_queue_that_tasks_are_sent_to(settings):
    command = SERVICES["worker"]["command"]
    served = command[command.index("-Q") + 1].split(",")
    used = {route["queue"] for route in settings.CELERY_TASK_ROUTES.values()}

    assert used | {settings.CELERY_TASK_DEFAULT_QUEUE} <= set(served)


def test_the_handbook_names_what_the_clock_does(settings):
    section = HANDBOOK.partition("## What the clock does")[2].partition("\n## ")[0]
    tasks = [entry["task"] for entry in settings.CELERY_BEAT_SCHEDULE.values()]
    assert sorted(re.findall(r"`(\w+\.tasks\.\w+)`", section)) == sorted(tasks)


def test_the_broker_forgets_nothing_and_the_cache_may():
    broker, cache = SERVICES["broker"]["command"], SERVICES["cache"]["command"]

    assert broker[broker.index("--maxmemory-policy") + 1] == "noeviction"
    assert broker[broker.index("--appendonly") + 1] == "yes"
    assert "broker:/data" in SERVICES["broker"]["volumes"]
    assert cache[cache.index("--maxmemory-policy") + 1] == "allkeys-lru"


@pytest.mark.parametrize("name", ["web", "worker", "nginx", "postgres", "broker", "cache"])
def test_a_service_that_may_hang_has_a_health_check(name):
    assert SERVICES[name]["healthcheck"]["test"]


def test_files_that_compose_mounts_exist():
    mounted = [
        volume.split(":")[0]
        for service in SERVICES.values()
        for volume in service.get("volumes", [])
        if volume.startswith("./")
    ]

    assert mounted
    assert all((ROOT / path).is_file() for path in mounted)


def test_the_handbooks_first_steps_name_what_compose_requires():
    required = set(re.findall(r"\$\{([A-Z_]+):\?", COMPOSE_TEXT))
    shown = set(re.findall(r"^       ([A-Z_]+)=", HANDBOOK, re.MULTILINE))

    assert shown == required


def in_production(*arguments, **environment):
    plain = {name: os.environ[name] for name in ("PATH", "DATABASE_URL") if name in os.environ}
    return subprocess.run(
        [sys.executable, *arguments],
        cwd=ROOT,
        env={**plain, "DJANGO_SETTINGS_MODULE": "etwinning.settings.production", **environment},
        capture_output=True,
        text=True,
        check=False,
    )


def test_production_settings_pass_djangos_own_inspection(tmp_path):
    # As compose passes them: what is not given is an empty text.
    empty = {"SECRET_KEY_FALLBACKS": "", "CSRF_TRUSTED_ORIGINS": "", "EMAIL_HOST_USER": ""}
    given = {**REQUIRED, **empty, "STATIC_ROOT": str(tmp_path)}

    finished = in_production("manage.py", "check", "--deploy", "--fail-level", "WARNING", **given)

    assert finished.returncode == 0, finished.stderr
    assert "no issues" in finished.stdout


@pytest.mark.parametrize("missing", sorted(REQUIRED))
def test_production_does_not_start_without_what_it_needs_and_names_it(missing):
    given = {name: value for name, value in REQUIRED.items() if name != missing}

    finished = in_production("-c", "import etwinning.settings.production", **given)

    assert finished.returncode != 0
    assert missing in finished.stderr


def test_the_locks_agree_and_name_no_registry():
    pins = {}
    for name in ("runtime", "dev", "node"):
        text = (ROOT / "requirements" / f"{name}.lock").read_text()
        assert "://" not in text
        pins[name] = dict(re.findall(r"^([\w.-]+)==([^\s;]+)", text, re.MULTILINE))

    assert pins["runtime"].items() <= pins["dev"].items()
    assert '"resolved"' not in (ROOT / "package-lock.json").read_text()
