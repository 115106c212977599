"""The rules of the house that a machine can check. Each message says what to do instead."""

import ast
import re
import subprocess
import sys
from io import StringIO
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command
from django.forms import ModelForm
from django.template.loader import get_template
from django.urls import get_resolver

from core.rules import RULES
from etwinning.celery import app as portal
from notifications.kinds import KINDS

ROOT = Path(__file__).resolve().parent.parent
APPS = [
    "facets",
    "notifications",
    "contacts",
    "accounts",
    "partners",
    "projects",
    "twinspaces",
    "portal",
]
# Columns that steps alone set.
DECIDED = {"status", "is_staff", "is_superuser", "is_active", "verified", "founder", "owner", "by"}
SOURCES = sorted(
    path
    for app in ["core", "runner", "etwinning", *APPS]
    for path in (ROOT / app).rglob("*.py")
    if "migrations" not in path.parts
)
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))

# Steps that take no person because a clock takes them, or that only read. Those of notifications
# are part of another step, which is written down, or are a person's own reading.
STEPS_WITHOUT_A_PERSON: set[str] = {
    "notifications.notify",
    "notifications.withdraw_notice",
    "notifications.mark_read",
    "notifications.mark_all_read",
    "notifications.unsubscribe",
    "notifications.post_email",
}
# Files above their size. The list may only shrink.
TOO_LONG: set[str] = set()


def modules_named(name):
    for app in APPS:
        single, package = ROOT / app / f"{name}.py", ROOT / app / name
        yield from [single] if single.exists() else sorted(package.glob("*.py"))


def public_functions(path):
    tree = ast.parse(path.read_text())
    return [n for n in tree.body if isinstance(n, ast.FunctionDef) and not n.name.startswith("_")]


def recording_functions(path):
    """`record`, and the functions of a module that call it on behalf of its steps."""
    functions = [n for n in ast.parse(path.read_text()).body if isinstance(n, ast.FunctionDef)]
    return ["record", *(n.name for n in functions if "record(" in ast.unparse(n))]


STEPS = [
    pytest.param(path, function, id=f"{path.relative_to(ROOT)}:{function.name}")
    for path in modules_named("services")
    for function in public_functions(path)
]


@pytest.mark.parametrize(("path", "step"), STEPS)
def test_a_step_is_one_transaction_with_keyword_arguments_and_a_record(path, step):
    source = ast.unparse(step)
    assert "transaction.atomic" in [ast.unparse(d) for d in step.decorator_list], (
        "Decorate the step with @transaction.atomic."
    )
    assert not step.args.args, "Steps take keyword arguments only: def step(*, …)."
    assert ast.get_docstring(step), "Say in one sentence what the step promises."
    if f"{path.parent.name}.{step.name}" not in STEPS_WITHOUT_A_PERSON:
        assert any(f"{name}(" in source for name in recording_functions(path)), (
            "A step writes down what happened: record(verb, by=…, target=…)."
        )


@pytest.mark.parametrize("path", list(modules_named("views")), ids=str)
def test_views_fetch_only_what_the_person_may_see(path):
    tree = ast.parse(path.read_text())
    for node in ast.walk(tree):
        inner = getattr(node, "value", None)
        if isinstance(node, ast.Attribute) and getattr(inner, "attr", "") == "objects":
            assert node.attr in {"visible_to", "on_desk_of", "of", "participating", "public"}, (
                f"{path.name}:{node.lineno}: start from visible_to(user), not .{node.attr}."
            )


@pytest.mark.parametrize("path", list(modules_named("views")), ids=str)
def test_a_page_that_only_shows_answers_head_and_head_never_acts(path):
    source = path.read_text()
    assert "require_GET" not in source, "Say require_safe: it answers HEAD as well."
    assert '["GET", "POST"]' not in source, 'Say ["GET", "HEAD", "POST"].'
    assert 'method == "GET"' not in source, 'Say method != "POST", or HEAD does what POST does.'


def test_a_form_names_its_fields_and_none_says_who_somebody_is_or_what_was_decided():
    list(get_resolver().url_patterns)  # imports whatever has a page, and so its forms
    ours = (form for form in _below(ModelForm) if form.__module__.split(".")[0] in APPS)
    forms = [form for form in ours if form._meta.model]
    assert len(forms) > 5
    for form in forms:
        assert form._meta.exclude is None, form
        assert isinstance(form._meta.fields, (list, tuple)), form
        assert not DECIDED & set(form.base_fields), form


def _below(one):
    for form in one.__subclasses__():
        yield form
        yield from _below(form)


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda p: str(p.relative_to(ROOT / "templates")))
def test_every_template_compiles(path):
    get_template(str(path.relative_to(ROOT / "templates")))


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda p: str(p.relative_to(ROOT / "templates")))
def test_a_page_has_a_title(path):
    text = path.read_text()
    if '{% extends "base.html" %}' in text:
        assert "{% block title %}" in text, "Give the page a {% block title %}."


def test_every_kind_of_notice_has_its_texts():
    assert KINDS
    for kind in KINDS.values():
        for part in ("subject.txt", "body.txt"):
            get_template(kind.template(part))


def test_every_rule_is_named_after_its_app_and_verb():
    assert RULES
    for name, check in RULES.items():
        app, verb = name.split(".")
        assert check.__module__.split(".")[0] == app
        assert check.__name__ == f"can_{verb}"


def test_every_task_is_set_off_by_the_clock_or_by_our_code():
    portal.loader.import_default_modules()
    ours = {name for name in portal.tasks if name.partition(".")[0] in APPS}
    by_the_clock = {entry["task"] for entry in settings.CELERY_BEAT_SCHEDULE.values()}
    assert by_the_clock <= ours, "the clock calls tasks that do not exist"
    code = "\n".join(path.read_text() for path in SOURCES)
    handed_out = set(re.findall(r"\b(\w+)\.(?:delay|apply_async)\(", code))
    idle = {name for name in ours - by_the_clock if name.rpartition(".")[2] not in handed_out}
    assert not idle, f"nothing ever runs {idle}: put it into CELERY_BEAT_SCHEDULE or hand it out"


@pytest.mark.django_db
def test_no_migration_is_missing():
    call_command("makemigrations", check=True, dry_run=True, stdout=StringIO())


def test_apps_import_only_what_lies_below_them():
    contracts = subprocess.run(
        [Path(sys.executable).parent / "lint-imports", "--no-cache"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert contracts.returncode == 0, contracts.stdout


LIMITS = [(SOURCES, 500), (TEMPLATES, 200), (sorted((ROOT / "tests").rglob("*.py")), 700)]


@pytest.mark.parametrize(("paths", "most"), LIMITS, ids=["modules", "templates", "tests"])
def test_files_keep_their_size(paths, most):
    long = {
        str(path.relative_to(ROOT)) for path in paths if len(path.read_text().splitlines()) > most
    }
    assert long == TOO_LONG & {str(path.relative_to(ROOT)) for path in paths}, (
        "Redesign the room instead of squeezing; a file that fits again leaves the list."
    )


def test_functions_keep_their_size():
    long = [
        f"{path.relative_to(ROOT)}:{node.name}"
        for path in SOURCES
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.FunctionDef) and node.end_lineno - node.lineno >= 50
    ]
    assert long == [], "Split the function: 50 lines is the limit, 20 the aim."
