"""The command line. What a command needs is loaded when it runs, so that help comes at once."""

from pathlib import Path
from typing import Annotated, Literal

import typer

from deploy.cli.options import Data, Port, data_folder
from deploy.cli.plainly import PlainErrors

app = typer.Typer(
    cls=PlainErrors,
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
token = typer.Typer(no_args_is_help=True, help="API tokens.")
dead = typer.Typer(no_args_is_help=True, help="Events that could not be acted on.")
audit = typer.Typer(no_args_is_help=True, help="Who did what, when and from where.")
coordinator = typer.Typer(no_args_is_help=True, help="Who decides for a region.")
admin = typer.Typer(no_args_is_help=True, help="Who manages all regions.")
mail = typer.Typer(no_args_is_help=True, help="How letters leave.")
app.add_typer(mail, name="mail")
app.add_typer(token, name="token")
app.add_typer(coordinator, name="coordinator")
app.add_typer(admin, name="admin")
app.add_typer(dead, name="dead")
app.add_typer(audit, name="audit")

PASSED_ON = {"allow_extra_args": True, "ignore_unknown_options": True, "help_option_names": []}
DemoPort = Annotated[
    int | None,
    typer.Option(help="Port on 127.0.0.1; 8000, or with --once any free one.", min=1, max=65535),
]
Region = Annotated[
    list[str] | None, typer.Option("--region", help="Short name, like ostfold; may be repeated.")
]


@app.callback()
def koblingsboks(
    debug: Annotated[bool, typer.Option("--debug", help="Show where an error comes from.")] = False,
) -> None:
    """Puts climate partners in touch: needs and offers become introductions."""


@app.command()
def demo(
    data: Data = None,
    port: DemoPort = None,
    once: Annotated[bool, typer.Option("--once", help="End when the mail has arrived.")] = False,
) -> None:
    """Show the whole way on a real sample network: from a need to an introduction in a mailbox."""
    from deploy.cli.demo import run

    run(data_folder(data, name="koblingsboks-demo"), port=port, once=once)


@app.command()
def up(data: Data = None, port: Port = 8000) -> None:
    """Start everything and stay; Ctrl-C stops. The data is there next time."""
    from deploy.cli.up import run

    run(data_folder(data), port=port)


@app.command(context_settings=PASSED_ON, add_help_option=False)
def test(context: typer.Context) -> None:
    """Run the tests; options of pytest are passed on."""
    from deploy.cli.run_tests import run

    run(context.args)


@app.command(context_settings=PASSED_ON, add_help_option=False)
def faults(context: typer.Context) -> None:
    """Break everything on purpose, and count what is lost and what is mailed twice."""
    from deploy.cli.run_faults import run

    run(context.args)


@app.command()
def check() -> None:
    """Check style, types and the walls between the services."""
    from deploy.cli.run_checks import run

    run()


@app.command("import")
def import_(
    files: Annotated[list[Path], typer.Argument(metavar="FILE…", help="JSON Lines, CSV or Excel.")],
    data: Data = None,
) -> None:
    """Import partners and listings: all of them, or a list of what to mend and nothing else."""
    from deploy.cli.importing import run

    run(files, data_folder(data))


@app.command()
def export(
    folder: Annotated[
        Path | None, typer.Argument(metavar="[DIR]", help="Made if it is not there.")
    ] = None,
    contact: Annotated[
        str | None,
        typer.Option(
            "--contact", metavar="ID|EMAIL", help="Only what is kept about this one person."
        ),
    ] = None,
    data: Data = None,
) -> None:
    """Write everything to DIR as JSON Lines, for people to read and `import` to take."""
    from deploy.cli.exporting import run

    run(folder, data_folder(data), contact=contact)


AdminUrl = Annotated[
    str | None,
    typer.Option(
        "--database-url",
        metavar="URL",
        help="Of a superuser, where the database is not in the data folder.",
    ),
]


@app.command()
def backup(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="Made, or replaced when whole.")],
    data: Data = None,
    database_url: AdminUrl = None,
) -> None:
    """Write everything to FILE, exact, as it is at this moment; the services work on."""
    from deploy.cli.backing_up import run_backup

    run_backup(file, data_folder(data), database_url)


@app.command()
def restore(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="As `backup` wrote it.")],
    data: Data = None,
    database_url: AdminUrl = None,
    erased: Annotated[
        list[Path] | None,
        typer.Option(
            "--erased",
            metavar="FILE",
            help="Who has been erased since: erased.jsonl of the lost folder, or a later backup.",
        ),
    ] = None,
    replace: Annotated[
        bool, typer.Option("--replace", help="Throw away the network that is there.")
    ] = False,
    nothing_ran_since: Annotated[
        bool,
        typer.Option(
            "--nothing-ran-since", help="Letters that waited then were not sent; let them leave."
        ),
    ] = False,
) -> None:
    """Bring back the network of a backup. Nothing is mailed, and the erased stay erased."""
    from deploy.cli.backing_up import run_restore

    run_restore(
        file,
        data_folder(data),
        database_url,
        erased=erased or [],
        replace=replace,
        nothing_ran_since=nothing_ran_since,
    )


@token.command("create")
def token_create(
    role: Annotated[str, typer.Option(help="admin, coordinator or partner.")],
    region: Region = None,
    partner: Annotated[str | None, typer.Option(metavar="ID", help="Whose token it is.")] = None,
    label: Annotated[str, typer.Option(help="What it is for.")] = "",
    days: Annotated[int, typer.Option(min=1, max=36500, help="How long it lasts.")] = 365,
    data: Data = None,
) -> None:
    """Print a new API token. It is told this one time only."""
    from deploy.cli.access import run_token

    run_token(data_folder(data), role, region or [], partner=partner, label=label, days=days)


@token.command("list")
def token_list(data: Data = None) -> None:
    """Show all tokens: what they are good for, until when, and when they were last used."""
    from deploy.cli.access import run_token_list

    run_token_list(data_folder(data))


@token.command("revoke")
def token_revoke(
    token_id: Annotated[str, typer.Argument(metavar="ID", help="As `token list` shows it.")],
    data: Data = None,
) -> None:
    """Have a token, and all that were made with it, open nothing from now on."""
    from deploy.cli.access import run_token_revoke

    run_token_revoke(data_folder(data), token_id)


@app.command("sign-in")
def sign_in(region: Region = None, data: Data = None) -> None:
    """Print a link that signs one person in, once, within ten minutes: an admin, or a
    coordinator of the regions named."""
    from deploy.cli.access import run_sign_in

    run_sign_in(data_folder(data), region or [])


OneRegion = Annotated[str, typer.Option("--region", help="Short name, like ostfold.")]
PersonName = Annotated[str, typer.Option("--name", help="Given name and surname.")]
Email = Annotated[str, typer.Option("--email", help="Where the sign-in links go.")]
SpokenLanguage = Annotated[str | None, typer.Option("--language", help="nb, nn or en.")]


@coordinator.command("add")
def coordinator_add(
    region: OneRegion,
    name: PersonName,
    email: Email,
    language: SpokenLanguage = None,
    data: Data = None,
) -> None:
    """Let a person decide for a region; they sign in by their e-mail address."""
    from deploy.cli.people import run_add

    run_add(data_folder(data), name=name, email=email, region=region, language=language)


@coordinator.command("list")
def coordinator_list(region: OneRegion, data: Data = None) -> None:
    """Show who decides for a region."""
    from deploy.cli.people import run_list

    run_list(data_folder(data), region=region)


@coordinator.command("remove")
def coordinator_remove(region: OneRegion, email: Email, data: Data = None) -> None:
    """Take a region from a person; their sessions lose it at once."""
    from deploy.cli.people import run_remove

    run_remove(data_folder(data), email=email, region=region)


@admin.command("add")
def admin_add(
    name: PersonName, email: Email, language: SpokenLanguage = None, data: Data = None
) -> None:
    """Let a person manage all regions; they sign in by their e-mail address."""
    from deploy.cli.people import run_add

    run_add(data_folder(data), name=name, email=email, region=None, language=language)


@admin.command("list")
def admin_list(data: Data = None) -> None:
    """Show who manages all regions."""
    from deploy.cli.people import run_list

    run_list(data_folder(data), region=None)


@admin.command("remove")
def admin_remove(email: Email, data: Data = None) -> None:
    """Take it from a person again; the last one stays."""
    from deploy.cli.people import run_remove

    run_remove(data_folder(data), email=email, region=None)


@app.command()
def evaluate(
    folders: Annotated[list[Path], typer.Argument(metavar="DIR…", help="Texts and judgments.")],
    run_out: Annotated[
        Path | None, typer.Option("--run-out", metavar="FILE", help="Write the proposals there.")
    ] = None,
    compare: Annotated[
        str | None,
        typer.Option("--compare", metavar="RUN|ENCODER", help="An earlier run's file, or a model."),
    ] = None,
    bridging: Annotated[
        str | None,
        typer.Option(
            "--bridging", metavar="0,0.5,1", help="What preferring other kinds of partner costs."
        ),
    ] = None,
    data: Data = None,  # noqa: ARG001  every command takes it
) -> None:
    """Measure how good the matching is on a folder of judged pairs."""
    from deploy.cli.evaluating import run

    run(folders, run_out, compare=compare, bridging=bridging)


@app.command()
def doctor(
    what: Annotated[
        Literal["mail"] | None, typer.Argument(metavar="[mail]", help="Only mail, and its DNS.")
    ] = None,
    domain: Annotated[
        list[str] | None, typer.Option("--domain", help="Mail: that letters are from; repeatable.")
    ] = None,
    relay: Annotated[
        str | None, typer.Option("--relay", help="Mail: the machine letters leave by.")
    ] = None,
    dns: Annotated[
        str | None, typer.Option("--dns", metavar="ADDRESS", help="Mail: which server to ask.")
    ] = None,
    data: Data = None,
    port: Port = 8000,
) -> None:
    """Check everything Koblingsboks depends on, and say what to do."""
    if what == "mail":
        from deploy.cli.mail_doctor import run as run_mail

        run_mail(data_folder(data), domains=domain or [], relay=relay, dns=dns)
        return
    from deploy.cli.doctor import run

    run(data_folder(data), port=port)


@mail.command("test")
def mail_test(
    address: Annotated[str, typer.Argument(metavar="ADDRESS", help="Whom to write to.")],
    language: Annotated[Literal["nb", "nn", "en"], typer.Option(help="nb, nn or en.")] = "nb",
    data: Data = None,
) -> None:
    """Send one letter the way letters are sent, and tell what the server said."""
    from deploy.cli.mailing import run_test

    run_test(data_folder(data), address, language=language)


@mail.command("keys")
def mail_keys(
    domain: Annotated[str, typer.Argument(metavar="DOMAIN", help="That letters are from.")],
    folder: Annotated[
        Path | None,
        typer.Option("--folder", metavar="DIR", help="Where to keep them; else in the data."),
    ] = None,
    selector: Annotated[
        str | None, typer.Option("--selector", help="Their name in DNS; else year and month.")
    ] = None,
    data: Data = None,
) -> None:
    """Make DKIM keys, RSA and Ed25519, and print the records to set."""
    from deploy.cli.mailing import run_keys

    run_keys(domain, folder=folder or data_folder(data) / "dkim", selector=selector)


Service = Annotated[
    str | None, typer.Option("--service", help="registry, matcher or notifier; else all.")
]
LetterId = Annotated[int | None, typer.Argument(metavar="[ID]", min=1)]
Every = Annotated[bool, typer.Option("--all", help="Every one of them.")]


@dead.command("list")
def dead_list(service: Service = None, data: Data = None) -> None:
    """Show the events that could not be acted on, and why."""
    from deploy.cli.dead import run_list

    run_list(data_folder(data), service)


@dead.command("retry")
def dead_retry(
    letter: LetterId = None, service: Service = None, every: Every = False, data: Data = None
) -> None:
    """Have one of them, or all, tried again."""
    from deploy.cli.dead import run_retry

    run_retry(data_folder(data), service, letter, every=every)


@dead.command("drop")
def dead_drop(
    letter: LetterId = None, service: Service = None, every: Every = False, data: Data = None
) -> None:
    """Forget one of them, or all, for good."""
    from deploy.cli.dead import run_drop

    run_drop(data_folder(data), service, letter, every=every)


AuditService = Annotated[
    str | None, typer.Option("--service", help="registry, matcher or notifier; else all.")
]


@audit.command("list")
def audit_list(
    service: AuditService = None,
    limit: Annotated[int, typer.Option(min=1, help="The latest so many of each service.")] = 50,
    data: Data = None,
) -> None:
    """Show who did what, when and from where."""
    from deploy.cli.auditing import run_list

    run_list(data_folder(data), service, limit)


@audit.command("verify")
def audit_verify(
    service: AuditService = None,
    against: Annotated[
        Path | None,
        typer.Option(
            "--against", metavar="FILE", help="An earlier export: its end must still be there."
        ),
    ] = None,
    data: Data = None,
) -> None:
    """Check that nothing was taken out of the log or changed in it; exit code 1 if so."""
    from deploy.cli.auditing import run_verify

    run_verify(data_folder(data), service, against)


@audit.command("export")
def audit_export(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="JSON Lines; replaced.")],
    service: AuditService = None,
    data: Data = None,
) -> None:
    """Write the log to FILE, to be kept on another machine."""
    from deploy.cli.auditing import run_export

    run_export(data_folder(data), service, file)


@app.command()
def replay(data: Data = None) -> None:
    """Tell everything once more, for services that have lost what they were told."""
    from deploy.cli.replaying import run

    run(data_folder(data))


@app.command(context_settings=PASSED_ON, add_help_option=False)
def bench(
    context: typer.Context,
    name: Annotated[str | None, typer.Argument(metavar="NAME", help="Which benchmark.")] = None,
) -> None:
    """Run a benchmark; without a name, list them."""
    from deploy.cli.benching import run

    run(name, context.args)
