"""`./run manage import_schools FILE --country LV`: take over a national school register."""

import sys
from io import StringIO
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from accounts.registers import RegisterError
from accounts.registers.importing import Report, import_register
from accounts.registers.mapping import FIELDS, known_registers
from accounts.registers.progress import Progress
from contacts.models import Country

INTERRUPTED = 130
UNKNOWN_LEVELS_SHOWN = 10


class Command(BaseCommand):
    help = (
        "Take over a national school register from a CSV file of any common encoding and "
        "delimiter. Safe to repeat: schools are known by country and official number. "
        "Rows that cannot be taken go to a rejects file with line number and reason."
    )

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path)
        parser.add_argument("--country", required=True, help="ISO code of the country, such as LV")
        parser.add_argument(
            "--format",
            "--register",
            dest="register",
            help="the register whose saved columns (data/register_formats.csv) and levels "
            "(data/register_levels.csv) apply. Without it and without --map: gisco",
        )
        parser.add_argument(
            "--map",
            nargs="+",
            default=[],
            metavar="FIELD=COLUMN",
            help=f"which column holds what; fields: {', '.join(FIELDS)}. "
            "Several columns are joined by a plus: address=street+number",
        )
        parser.add_argument("--rejects", type=Path, help="default: FILE.rejects.csv")
        parser.add_argument(
            "--encoding", default="", help="when the guess is wrong, such as cp1250"
        )

    def handle(self, *, file, country, register, rejects, encoding, verbosity, **options):
        progress = Progress(sys.stderr if verbosity else StringIO())
        rejects = rejects or file.with_name(file.name + ".rejects.csv")
        try:
            report = import_register(
                _existing(file),
                country=_country(country),
                register=_register(register, options["map"]),
                given=_given(options["map"]),
                rejects_path=_other_file(rejects, file),
                encoding=encoding,
                progress=progress,
            )
        except RegisterError as error:
            raise CommandError(str(error)) from error
        except OSError as error:
            raise CommandError(f"{error.filename or file}: {error.strerror}.") from error
        except KeyboardInterrupt:
            raise CommandError("Stopped. Nothing was changed.", returncode=INTERRUPTED) from None
        finally:
            progress.finish()
        if verbosity:
            self._tell(report, rejects)

    def _tell(self, report: Report, rejects: Path) -> None:
        layout = report.layout
        self.stdout.write(
            f"Encoding {layout.encoding}, columns separated by {layout.delimiter!r}, "
            f"header on line {layout.header_line}."
        )
        counts = {name: f"{count:,}" for name, count in report.counts().items()}
        self.stdout.write(
            "Read {read} rows: {created} created, {changed} changed, {unchanged} unchanged, "
            "{rejected} rejected.".format(**counts)
        )
        if report.adopted:
            self.stdout.write(
                f"{report.adopted:,} schools that teachers had added now belong to the register."
            )
        if report.rejected:
            self.stdout.write(f"The rejected rows, each with its reason, are in {rejects}.")
        if report.unknown_levels:
            common = report.unknown_levels.most_common(UNKNOWN_LEVELS_SHOWN)
            shown = ", ".join(f"{code} ({count:,})" for code, count in common)
            more = len(report.unknown_levels) - len(common)
            self.stdout.write(
                f"No level is known for: {shown}{f' and {more} more' if more else ''}. "
                "Add them to data/register_levels.csv and import again."
            )


def _existing(file: Path) -> Path:
    if not file.exists():
        raise RegisterError(f"There is no file {file}.")
    if not file.is_file():
        raise RegisterError(f"{file} is not a file.")
    return file


def _other_file(rejects: Path, file: Path) -> Path:
    if rejects.absolute() == file.absolute():
        raise RegisterError("The rejects file cannot be the register itself. Name another one.")
    return rejects


def _country(code: str) -> Country:
    country = Country.objects.filter(pk=code.upper()).first()
    if country is None:
        known = ", ".join(Country.objects.order_by("pk").values_list("pk", flat=True))
        raise RegisterError(
            f"There is no country {code!r}. Known: {known or 'none; run load_reference first'}."
        )
    return country


def _register(name: str | None, pairs: list[str]) -> str:
    if name is None:
        return "" if pairs else "gisco"
    if name not in known_registers():
        known = ", ".join(known_registers())
        raise RegisterError(f"There is no format {name!r}. Known: {known}. Or use --map.")
    return name


def _given(pairs: list[str]) -> dict[str, str]:
    given = {}
    for pair in pairs:
        field, equals, column = pair.partition("=")
        if not equals or not column.strip() or field not in FIELDS:
            raise RegisterError(
                f"--map does not understand {pair!r}. Write FIELD=COLUMN; "
                f"the fields are {', '.join(FIELDS)}."
            )
        given[field] = column
    return given
