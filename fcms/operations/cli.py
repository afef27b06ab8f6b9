"""The one command of the program: `fcms` (`formats.md` 1)."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable, Sequence

DONE, REFUSED, WRONG_USAGE = 0, 1, 2


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command and return its exit status: 0 done, 1 refused or found wanting, 2 wrong usage."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.dev")
    if _is_djangos(given):
        return _djangos(given)
    options = parser().parse_args(given)
    return _run(options)


def entry() -> None:
    """The console script."""
    sys.exit(main())


def tell(sentence: str) -> None:
    """Say something to the person at the terminal: on standard error, so that output stays clean."""
    print(sentence, file=sys.stderr, flush=True)


def _run(options: argparse.Namespace) -> int:
    from django.core.exceptions import ImproperlyConfigured, PermissionDenied
    from django.db import DatabaseError

    from fcms.lib.logs import WithoutValues
    from fcms.lib.policytable import PolicyError
    from fcms.lib.verdict import Refused

    try:
        import django

        django.setup()
        command: Callable[[argparse.Namespace], int | None] = options.command()
        return command(options) or DONE
    except Refused as refusal:
        tell(refusal.sentence)
    except (ImproperlyConfigured, PolicyError, PermissionDenied) as problem:
        tell(str(problem))
    except KeyboardInterrupt:
        tell("Stopped. Nothing is half done; run the command again to go on.")
        return 130
    except DatabaseError as failure:
        # Its text may hold a row of somebody's data: only where it happened is said.
        tell(WithoutValues().formatException((type(failure), failure, failure.__traceback__)))
        tell(
            "The database refused a step, so nothing of it was done. This is a fault of the program: report it."
        )
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return REFUSED


def _is_djangos(given: list[str]) -> bool:
    if not given or given[0].startswith("-"):
        return False
    return given[0] not in COMMANDS


def _djangos(given: list[str]) -> int:
    """Pass a Django management command on."""
    from django.core.exceptions import ImproperlyConfigured
    from django.core.management import execute_from_command_line, get_commands

    try:
        import django

        django.setup()
        from django.conf import settings

        if not settings.DEMONSTRATION and given[0] not in OUTSIDE_DEMONSTRATION:
            tell(f"Here only these commands of Django are open: {', '.join(sorted(OUTSIDE_DEMONSTRATION))}.")
            return REFUSED
        if given[0] not in get_commands():
            tell(f"fcms has no command {given[0][:40]}. `fcms --help` lists them.")
            return WRONG_USAGE
        execute_from_command_line(["fcms", *given])
    except ImproperlyConfigured as problem:
        tell(str(problem))
        return REFUSED
    return DONE


def _lazy(module: str, name: str) -> Callable[[], Callable[[argparse.Namespace], int | None]]:
    """Import a command only when it is called, so that `--help` needs no database and no settings."""

    def load() -> Callable[[argparse.Namespace], int | None]:
        from importlib import import_module

        found: Callable[[argparse.Namespace], int | None] = getattr(
            import_module(f"fcms.operations.{module}"), name
        )
        return found

    return load


OUTSIDE_DEMONSTRATION = {"check", "collectstatic", "migrate", "showmigrations", "clearsessions"}
"""Django's own commands that touch no record; the others (a shell, dumps) would go around the actions and the log."""
COMMANDS = (
    "demo",
    "worker",
    "synth",
    "extract-sample",
    "intake",
    "cases",
    "rules",
    "notices",
    "report",
    "promises",
)


def parser() -> argparse.ArgumentParser:
    """The grammar of the command line."""
    top = argparse.ArgumentParser(
        prog="fcms",
        description="The Fugitive Case Management System. Django's management commands work here too.",
    )
    commands = top.add_subparsers(required=True, metavar="COMMAND")
    _demo(commands)
    _synth(commands)
    _intake(commands)
    _report(commands)
    cases = commands.add_parser("cases", help="what the cases add up to")
    balance = cases.add_subparsers(required=True, metavar="VERB").add_parser(
        "balance", help="prove that the backlog of every month and office balances; exit 1 where it does not"
    )
    balance.add_argument("--json", action="store_true")
    balance.set_defaults(command=_lazy("balancing", "balance"))
    rules = commands.add_parser("rules", help="the rules over everything stored, asked every night")
    verbs = rules.add_subparsers(required=True, metavar="VERB")
    run = verbs.add_parser("run", help="ask them now; one that was stopped goes on where it was")
    run.add_argument("--json", action="store_true")
    run.set_defaults(command=_lazy("ruling", "run"))
    notices = commands.add_parser("notices", help="what people are told by e-mail")
    digest = notices.add_subparsers(required=True, metavar="VERB").add_parser(
        "digest", help="send today's digest to everybody who wants it and did not have it yet"
    )
    digest.add_argument("--json", action="store_true")
    digest.set_defaults(command=_lazy("digests", "digest"))
    promises = commands.add_parser("promises", help="every promise of the assessment, its keepers and proofs")
    promises.add_argument("--json", action="store_true")
    promises.set_defaults(command=_lazy("reporting", "promises"))
    return top


def _demo(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    demo = commands.add_parser("demo", help="serve the demonstration: synthetic people on this machine")
    demo.add_argument("--subjects", type=_count, default=2_000, metavar="N", help="synthetic people (2,000)")
    demo.add_argument("--seed", type=int, default=1, metavar="S")
    demo.add_argument("--port", type=int, default=int(os.environ.get("FCMS_PORT", "8000")), metavar="P")
    demo.add_argument(
        "--empty", action="store_true", help="no synthetic people; users, offices and codes are there"
    )
    demo.add_argument("--prepare-only", action="store_true", help="set up and exit")
    demo.set_defaults(command=_lazy("demo", "demo"))
    worker = commands.add_parser("worker", help="do the background work: reading and applying extracts")
    worker.set_defaults(command=_lazy("worker", "worker"))


def _synth(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    synth = commands.add_parser("synth", help="load a synthetic population")
    synth.add_argument("--subjects", type=_count, default=2_000, metavar="N")
    synth.add_argument(
        "--leads", type=_count, default=None, metavar="N", help="twice the subjects unless said"
    )
    synth.add_argument("--seed", type=int, default=1, metavar="S")
    synth.set_defaults(command=_lazy("synthesis", "synth"))
    sample = commands.add_parser("extract-sample", help="write a synthetic extract to try an intake with")
    sample.add_argument("kind", metavar="KIND")
    sample.add_argument("--rows", type=_count, default=500, metavar="N")
    sample.add_argument("--seed", type=int, default=1, metavar="S")
    sample.add_argument("--out", required=True, metavar="FILE")
    sample.add_argument("--planted", action="store_true", help="add known faults and write FILE.truth.json")
    sample.set_defaults(command=_lazy("synthesis", "extract_sample"))


def _intake(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    intake = commands.add_parser("intake", help="load, review and apply an extract")
    verbs = intake.add_subparsers(required=True, metavar="VERB")
    load = verbs.add_parser("load", help="stage a file and check it; applies nothing")
    load.add_argument("kind", metavar="KIND")
    load.add_argument("file", metavar="FILE")
    load.add_argument("--producer", default="", metavar="X")
    load.add_argument("--as-of", default="", metavar="YYYY-MM-DD")
    load.set_defaults(command=_lazy("intakes", "load"))
    show = verbs.add_parser("show", help="rows, findings and decisions of an intake")
    show.add_argument("number", metavar="NUMBER")
    show.set_defaults(command=_lazy("intakes", "show"))
    decide = verbs.add_parser("decide", help="accept or reject rows")
    decide.add_argument("number", metavar="NUMBER")
    what = decide.add_mutually_exclusive_group(required=True)
    what.add_argument("--accept-all-clean", action="store_true")
    what.add_argument(
        "--accept", nargs="+", metavar="ROW", help="row numbers, FILE:ROW in a bundle's other files"
    )
    what.add_argument("--reject", nargs="+", metavar="ROW")
    what.add_argument(
        "--accept-rule", metavar="RULE", help="rows that break only this rule, where it is a warning"
    )
    what.add_argument("--reject-rule", metavar="RULE", help="rows that break only this rule")
    decide.add_argument("--reason", default="", metavar="R")
    decide.set_defaults(command=_lazy("intakes", "decide"))
    apply = verbs.add_parser("apply", help="make facts of the accepted rows")
    apply.add_argument("number", metavar="NUMBER")
    apply.set_defaults(command=_lazy("intakes", "apply"))
    undo = verbs.add_parser("undo", help="take back what an applied extract brought")
    undo.add_argument("number", metavar="NUMBER")
    undo.add_argument("--reason", required=True, metavar="R", help="why, kept with the extract")
    undo.set_defaults(command=_lazy("intakes", "undo"))
    for verb in (load, decide, apply, undo):
        verb.add_argument("--by", required=True, metavar="USERNAME", help="who acts; for demonstration only")
    for verb in (load, show, decide, apply, undo):
        verb.add_argument("--json", action="store_true")


def _report(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    report = commands.add_parser(
        "report", help="the statistical reports of PIA 1.1, and the overrides of gates"
    )
    report.add_argument("name", choices=("leads", "enforcement", "overrides", "backlog"))
    report.add_argument("--from", dest="start", required=True, metavar="YYYY-MM-DD")
    report.add_argument("--to", dest="end", required=True, metavar="YYYY-MM-DD")
    report.add_argument("--office", default="", metavar="CODE")
    report.add_argument("--format", choices=("table", "csv", "json", "xlsx"), default="table")
    report.add_argument("--out", default="", metavar="FILE", help="where to write (xlsx needs it, or a pipe)")
    report.set_defaults(command=_lazy("reporting", "report"))


def _count(text: str) -> int:
    number = int(text.replace(",", "").replace("_", ""))
    if number < 0:
        raise argparse.ArgumentTypeError("a count is 0 or more")
    return number
